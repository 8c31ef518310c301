#!/usr/bin/env bash
# Mails the verdict of a run. Call it after the gate, whatever its verdict was:
#   SMTP_URL=smtps://mail.example.com MAIL_FROM=ci@example.com MAIL_TO=security@example.com bash email.sh soteri-report
# Needs jq and curl. SMTP_LOGIN=user:password where the server wants one, a secret; REPORT_URL may be missing.
set -euo pipefail
report="${1:-soteri-report}/report.json"

recipients=()
IFS=', ' read -r -a addresses <<<"$MAIL_TO"
for address in "${addresses[@]}"; do recipients+=(--mail-rcpt "$address"); done

message="$(jq --raw-output --arg from "$MAIL_FROM" --arg to "$MAIL_TO" --arg link "${REPORT_URL:-}" '
  def oneline: tostring | gsub("[\r\n]+"; " ");
  # A header takes 75 characters of encoded words at most.
  def subject: @base64 | "=?UTF-8?B?\(.)?=";
  ([.target] | flatten | join(", ") | oneline) as $target
  | [
      "From: \($from | oneline)",
      "To: \($to | oneline)",
      "Subject: \("soteri-gate: \(.verdict)" | subject)",
      "Date: \(now | strftime("%a, %d %b %Y %H:%M:%S +0000"))",
      "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: 8bit",
      "",
      "soteri-gate: \(.verdict) for \($target[0:500])",
      (.decisive[0:900] | oneline),
      ""
    ]
    + [.thresholds[] | select(.passed | not) | "\(.name[0:100] | oneline): \(.observed) found, limit \(.max)"]
    + [.counts.byOwner // {} | to_entries[] | "owner \(.key | oneline): \(.value)"]
    + (if $link == "" then [] else ["", "Report: \($link)"] end)
  | map("\(.)\r") | .[]
' "$report")"

# The login comes by a file of settings: arguments can be seen by everybody on the machine.
curl --fail --silent --show-error --max-time 60 --output /dev/null \
  --url "$SMTP_URL" --mail-from "$MAIL_FROM" "${recipients[@]}" --upload-file - \
  --config <(if [ -n "${SMTP_LOGIN:-}" ]; then printf 'user = "%s"\n' "$SMTP_LOGIN"; fi) <<<"$message"
