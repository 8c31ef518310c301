#!/usr/bin/env bash
# Posts the verdict of a run to Microsoft Teams. Call it after the gate, whatever its verdict was:
#   TEAMS_WEBHOOK_URL=... REPORT_URL=https://ci.example.com/job/1 bash teams.sh soteri-report
# Needs jq and curl. TEAMS_WEBHOOK_URL is the address of a workflow ("When a Teams webhook request is received"), and a
# secret; REPORT_URL may be missing.
set -euo pipefail
report="${1:-soteri-report}/report.json"

# Rich text blocks show text as it is; plain text blocks would read it as Markdown.
message="$(jq --arg link "${REPORT_URL:-}" '
  def line($text; $bold): {
    type: "RichTextBlock",
    inlines: [{type: "TextRun", text: $text, weight: (if $bold then "Bolder" else "Default" end)}]
  };
  ([.target] | flatten | join(", ")) as $target
  | [line("soteri-gate: \(.verdict) for \($target[0:200])"; true), line(.decisive[0:500]; false)]
    + [.thresholds[] | select(.passed | not) | line("\(.name[0:100]): \(.observed) found, limit \(.max)"; false)][0:10]
    + [.counts.byOwner // {} | to_entries[] | line("owner \(.key): \(.value)"; false)][0:10]
  | {
      type: "message",
      attachments: [{
        contentType: "application/vnd.microsoft.card.adaptive",
        content: {
          "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
          type: "AdaptiveCard",
          version: "1.4",
          body: .,
          actions: (if $link == "" then [] else [{type: "Action.OpenUrl", title: "Open the report", url: $link}] end)
        }
      }]
    }
' "$report")"

# The address comes by a file of settings: arguments can be seen by everybody on the machine.
curl --fail --silent --show-error --max-time 30 --retry 2 --output /dev/null \
  --header 'Content-Type: application/json' --data-binary @- \
  --config <(printf 'url = "%s"\n' "$TEAMS_WEBHOOK_URL") <<<"$message"
