/** The large policy that is measured: ten thresholds, severities and suppressions. */

/** Text of the policy file. */
export function policyText(): string {
  const day = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10)
  return `severities:
  "*_PRIVATE_KEY": critical
  "AWS_SECRET_*": critical
  "GENERIC_*": high
  "SLACK_*": medium
  "TROJAN_*": low
thresholds:
  - {name: everything, max: 5000000}
  - {name: distinct, max: 5000000, count: distinct}
  - {name: critical, match: {severity: critical}, max: 0}
  - {name: high, match: {severity: high}, max-new: 0}
  - {name: main, match: {branch: main}, max: 100}
  - {name: features, match: {branch: "feature/**"}, max: 100, level: warn}
  - {name: deployment, match: {path: "deploy/**"}, max: baseline}
  - {name: tests, match: {path: ["tests/**", "!tests/it/router/**"]}, max: 1000, level: warn}
  - {name: payment, match: {repo: "*/payment-*"}, max: 0}
  - {name: old, match: {rule: "AWS_*"}, max: 0, max-age: P30D}
suppressions:
  - {match: {path: "tests/it/**", rule: GENERIC_PASSWORD}, reason: made for tests, expires: ${day}}
  - {match: {project: PRJ001}, reason: moves next month, expires: ${day}}
`
}
