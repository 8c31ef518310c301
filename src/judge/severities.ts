/**
 * Which severity a rule has. Soteri's product has none, so the policy assigns them: its own globs first, in the
 * order of the file, then this table, then `high`: what nobody has classed yet is better taken seriously.
 */
import { compileGlobs } from '../config/globs.ts'
import type { SeverityRule } from '../config/policy.ts'
import type { Severity } from '../finding.ts'

/** Severity of a rule that neither the policy nor the table knows. */
export const UNKNOWN_RULE_SEVERITY: Severity = 'high'

/** The first glob that matches decides. `critical` opens a door by itself, `medium` needs more, `low` is public by nature. */
export const builtInSeverities: readonly SeverityRule[] = [
  { rule: 'UNREADABLE_ROW', severity: 'high' },
  { rule: 'TROJAN_SOURCE', severity: 'high' },
  { rule: '*PUBLIC_KEY*', severity: 'low' },
  { rule: '*PUBLISHABLE*', severity: 'low' },
  { rule: '*PRIVATE_KEY*', severity: 'critical' },
  { rule: '*SECRET_ACCESS_KEY*', severity: 'critical' },
  { rule: '*MWS_KEY*', severity: 'critical' },
  { rule: '*SERVICE_ACCOUNT*', severity: 'critical' },
  { rule: '*ROOT_PASSWORD*', severity: 'critical' },
  { rule: '*CONNECTION_STRING*', severity: 'critical' },
  { rule: '{AWS,AZURE,GCP,GOOGLE_CLOUD,ALIBABA,DIGITALOCEAN}_*SECRET*', severity: 'critical' },
  { rule: '{GITHUB,GITLAB,BITBUCKET,NPM,PYPI,DOCKER,ARTIFACTORY,VAULT}_*', severity: 'critical' },
  { rule: '{STRIPE,PAYPAL,SQUARE,BRAINTREE}_*', severity: 'critical' },
  { rule: 'GENERIC_*', severity: 'medium' },
  { rule: '*ENTROPY*', severity: 'medium' },
  { rule: '*WEBHOOK*', severity: 'medium' },
  { rule: 'AWS_*', severity: 'high' },
  { rule: '*CLIENT_ID*', severity: 'medium' },
  { rule: '*{TOKEN,PASSWORD,PASSWD,SECRET,CREDENTIAL,API_KEY,APIKEY,JWT}*', severity: 'high' },
  { rule: '*CERTIFICATE*', severity: 'low' },
  { rule: '*{EMAIL,IP_ADDRESS,HOSTNAME}*', severity: 'low' },
]

/** The severity of a rule by name, which callers keep: there are few rules and many rows. */
export function severityTable(ownRules: readonly SeverityRule[]): (rule: string) => Severity {
  const compiled = (rules: readonly SeverityRule[]) =>
    rules.map(({ rule, severity }) => ({ fits: compileGlobs([rule], 'rule'), severity }))
  const own = compiled(ownRules)
  const builtIn = compiled(builtInSeverities)
  return (rule) => {
    const found = own.find(({ fits }) => fits(rule)) ?? builtIn.find(({ fits }) => fits(inUnderscores(rule)))
    return found?.severity ?? UNKNOWN_RULE_SEVERITY
  }
}

/** `RSA Private Key` and `rsa-private-key` as the table writes them. */
function inUnderscores(rule: string): string {
  return rule.replace(/[\s-]+/g, '_')
}
