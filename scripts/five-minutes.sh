#!/usr/bin/env bash
# From an empty folder to a verdict by each way in, or by those that are named, against the sandbox of this clone. Prints
# how many seconds each took; the limit is five minutes. Needs what `npm run build:executable -- linux-x64`,
# `npm run build:image` and `npm run build:offline` leave in build/, and for `npm` a registry.
set -euo pipefail
clone="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
PATH="$clone/node_modules/.bin:$PATH"
version="$(node -p 'require(process.argv[1]).version' "$clone/package.json")"
scratch="$(mktemp -d)"
sandbox=''
finish() {
  [ -z "$sandbox" ] || kill "$sandbox" 2>/dev/null || true
  $as_root rm -rf "$scratch"
}
as_root=''
[ "$(id -u)" -eq 0 ] || as_root='sudo -n'
trap finish EXIT

cd "$clone"
node sandbox/main.ts --port 0 --scan-duration 200 --accounts-file "$scratch/accounts" >"$scratch/sandbox.log" 2>&1 &
sandbox=$!
for _ in $(seq 300); do
  [ -s "$scratch/accounts" ] && break
  sleep 1
done
url="$(sed -n 's/^BITBUCKET_URL=//p' "$scratch/accounts")"
token="$(sed -n 's/^CI_TOKEN=//p' "$scratch/accounts")"
# Nothing else is inherited.
variables=(SOTERI_GATE_TOKEN="$token" SOTERI_GATE_BITBUCKET_URL="$url" SOTERI_GATE_POLL_INTERVAL=1s)
gate=(gate --project LIB --repo string-tools)

by_executable() {
  cp "$clone/build/soteri-gate-$version-linux-x64" soteri-gate
  env -i "${variables[@]}" ./soteri-gate "${gate[@]}"
}
by_image() {
  local layer
  # The largest blob of the layout.
  layer="$clone/build/image/blobs/sha256/$(ls -S "$clone/build/image/blobs/sha256" | sed -n 1p)"
  mkdir root
  $as_root tar -xpzf "$layer" -C root
  $as_root chroot --userspec=65532:65532 root /bin/env -i PATH=/usr/local/bin:/bin "${variables[@]}" \
    /bin/sh -ec 'cd /work; soteri-gate "$@"' sh "${gate[@]}"
}
by_offline() {
  npm install --silent --offline --no-audit --no-fund --prefix . "$clone/build/soteri-gate-$version-offline.tgz"
  env -i PATH="$PATH" "${variables[@]}" node_modules/.bin/soteri-gate "${gate[@]}"
}
by_npm() {
  (cd "$clone" && npm pack --silent --pack-destination "$scratch" >/dev/null)
  npm install --silent --no-audit --no-fund --prefix . "$scratch/soteri-gate-$version.tgz"
  env -i PATH="$PATH" "${variables[@]}" node_modules/.bin/soteri-gate "${gate[@]}"
}
by_clone() {
  env -i PATH="$PATH" HOME="$PWD" "${variables[@]}" SOTERI_GATE_OUTPUT_DIR="$PWD/report" \
    npm --prefix "$clone" run --silent gate -- "${gate[@]}"
}
by_action() {
  touch output summary
  env -i PATH="$PATH" GITHUB_ACTIONS=true GITHUB_WORKSPACE="$PWD" RUNNER_TEMP="$scratch" GITHUB_OUTPUT="$PWD/output" \
    GITHUB_STEP_SUMMARY="$PWD/summary" INPUT_TOKEN="$token" INPUT_BITBUCKET-URL="$url" INPUT_POLL-INTERVAL=1s \
    INPUT_PROJECT=LIB INPUT_REPO=string-tools node "$clone/dist/index.js"
}

failed=0
for way in "${@:-executable image offline npm clone action}"; do
  for one in $way; do
    mkdir "$scratch/$one"
    started=$SECONDS
    if (cd "$scratch/$one" && "by_$one") >"$scratch/$one.log" 2>&1 && grep -q '^pass: ' "$scratch/$one.log"; then
      echo "$one: $(grep '^pass: ' "$scratch/$one.log" | tail -n 1), after $((SECONDS - started)) s"
    else
      echo "$one: FAILED after $((SECONDS - started)) s"
      tail -n 20 "$scratch/$one.log"
      failed=1
    fi
    [ $((SECONDS - started)) -lt 300 ] || failed=1
  done
done
exit "$failed"
