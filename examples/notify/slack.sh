#!/usr/bin/env bash
# Posts the verdict of a run to Slack. Call it after the gate, whatever its verdict was:
#   SLACK_WEBHOOK_URL=... REPORT_URL=https://ci.example.com/job/1 bash slack.sh soteri-report
# Where the report is not at hand, as in a later job, the outputs `verdict` and `violations` of the gate do:
#   VERDICT=fail VIOLATIONS='[...]' SLACK_WEBHOOK_URL=... bash slack.sh
# Needs jq and curl. SLACK_WEBHOOK_URL is the address of an incoming webhook, and a secret; REPORT_URL may be missing.
set -euo pipefail
if [ -n "${VIOLATIONS:-}" ]; then
  report="$(jq -n --arg verdict "$VERDICT" --argjson thresholds "$VIOLATIONS" '{$verdict, $thresholds}')"
else
  report="$(cat "${1:-soteri-report}/report.json")"
fi

# Slack reads & < > as its own marks; report.json holds names and numbers, never a matched text.
message="$(jq --arg link "${REPORT_URL:-}" '
  def plain: tostring | gsub("&"; "&amp;") | gsub("<"; "&lt;") | gsub(">"; "&gt;");
  ([.target] | flatten | join(", ")) as $target
  | ["*soteri-gate: \(.verdict)*" + (if $target == "" then "" else " for \($target[0:200] | plain)" end)]
    + [.decisive // empty | .[0:500] | plain]
    + [.thresholds[] | select(.passed | not) | "• \(.name[0:100] | plain): \(.observed) found, limit \(.max)"][0:10]
    + [.counts.byOwner // {} | to_entries[] | "• owner \(.key | plain): \(.value)"][0:10]
    + (if $link == "" then [] else ["<\($link)|Open the report>"] end)
  | {text: join("\n")}
' <<<"$report")"

# The address comes by a file of settings: arguments can be seen by everybody on the machine.
curl --fail --silent --show-error --max-time 30 --retry 2 --output /dev/null \
  --header 'Content-Type: application/json' --data-binary @- \
  --config <(printf 'url = "%s"\n' "$SLACK_WEBHOOK_URL") <<<"$message"
