#!/usr/bin/env bash
# Opens one issue in Jira for each owner with findings, or comments on the one that is open. Call it after the gate:
#   JIRA_URL=https://jira.example.com JIRA_PROJECT=SEC JIRA_TOKEN=... bash jira.sh soteri-report
# Needs jq and curl. JIRA_TOKEN is a personal access token of Jira Data Center, and a secret; REPORT_URL may be missing.
# Owners come from `owners` in the policy; findings without one share an issue. Issues name places, never a matched text.
set -euo pipefail
report="${1:-soteri-report}/report.json"
findings="${1:-soteri-report}/findings.csv"
listed=50

# Calls Jira's REST API; the body comes on stdin. The token comes by a file of settings: arguments can be seen by everybody.
jira() {
  local method="$1" path="$2"
  curl --fail --silent --show-error --max-time 30 --request "$method" \
    --header 'Content-Type: application/json' --data-binary @- \
    --config <(printf 'url = "%s/rest/api/2/%s"\nheader = "Authorization: Bearer %s"\n' "$JIRA_URL" "$path" "$JIRA_TOKEN")
}

# A row of findings.csv is one line. For each owner: its label, the title, and the places, each once.
issues="$(jq --raw-input --slurp --compact-output --argjson listed "$listed" '
  def cells: [match("(?:^|,)(?:\"((?:[^\"]|\"\")*)\"|([^,]*))"; "g").captures | (.[0].string // .[1].string // "") | gsub("\"\""; "\"")];
  split("\r\n") | map(rtrimstr("\n")) | map(select(. != "")) | map(cells)
  | .[0] as $head
  | .[1:] | map([$head, .] | transpose | map({key: .[0], value: .[1]}) | from_entries)
  | map(select(.status != "suppressed"))
  | group_by(.owner // "")[]
  | (.[0].owner // "") as $owner
  | (map("\(.rule)  \(.project)/\(.repository)  \(.path)\(if .line == "" then "" else ":\(.line)" end)") | unique) as $places
  | {
      label: "soteri-gate-\(if $owner == "" then "unowned" else ($owner | ascii_downcase | gsub("[^a-z0-9]+"; "-")) end)",
      title: "Secrets to revoke and remove: \($places | length)\(if $owner == "" then "" else " (\($owner))" end)",
      places: ($places[0:$listed] + (if ($places | length) > $listed then ["and \(($places | length) - $listed) more"] else [] end))
    }
' "$findings")"
decisive="$(jq --raw-output '.decisive[0:500]' "$report")"

while IFS= read -r issue; do
  [ -n "$issue" ] || continue
  text="$(jq --raw-output --arg decisive "$decisive" --arg link "${REPORT_URL:-}" '
    "\($decisive)\n\n{noformat}\n\(.places | map(gsub("[{}]"; "")) | join("\n"))\n{noformat}\(if $link == "" then "" else "\n\nReport: \($link)" end)"
  ' <<<"$issue")"
  open="$(jq --arg project "$JIRA_PROJECT" '{
    jql: "project = \"\($project)\" AND labels = \"\(.label)\" AND statusCategory != Done", maxResults: 1, fields: ["key"]
  }' <<<"$issue" | jira POST search | jq --raw-output '.issues[0].key // ""')"
  if [ -n "$open" ]; then
    jq --null-input --arg text "$text" '{body: $text}' | jira POST "issue/$open/comment" >/dev/null
    echo "Commented on $open."
  else
    key="$(jq --arg project "$JIRA_PROJECT" --arg text "$text" '{
      fields: {
        project: {key: $project}, issuetype: {name: "Task"}, summary: .title, description: $text, labels: [.label]
      }
    }' <<<"$issue" | jira POST issue | jq --raw-output '.key')"
    echo "Opened $key."
  fi
done <<<"$issues"
