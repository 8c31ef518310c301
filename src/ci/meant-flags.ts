/** What people type who know other tools, and the flag that is meant. Pure. */
import type { InputName } from '../config/table.ts'
import { severities } from '../finding.ts'

/** `means`: the input that is not missing then, though it has no value. */
export type MeantFlag = { readonly means: InputName; readonly write: string }

const byName: readonly (readonly [names: string, means: InputName, write: string])[] = [
  ['url server host base-url bitbucket endpoint', 'bitbucket-url', '--bitbucket-url URL'],
  ['key project-key space', 'project', '--project KEY'],
  ['repository slug repo-slug', 'repo', '--repo SLUG'],
  ['ref git-ref', 'branch', '--branch NAME'],
  ['all instance', 'scope', '--scope instance'],
  ['o out output report-dir dir', 'output-dir', '--output-dir FOLDER'],
  ['f format report-format', 'formats', '--formats csv,json'],
  ['c config policy', 'policy-file', '--policy-file FILE'],
  ['b baseline', 'baseline-file', '--baseline-file FILE'],
  ['u user', 'username', '--username NAME'],
  [
    'api-key access-token auth pat',
    'token',
    'nothing, and set SOTERI_GATE_TOKEN: a flag could be seen by others',
  ],
  ['ca cacert ca-bundle', 'ca-file', '--ca-file FILE'],
  ['k insecure no-verify skip-tls', 'ca-file', '--ca-file FILE: certificates are always verified'],
  ['v verbose debug', 'log-level', '--log-level debug'],
  ['q quiet silent', 'log-level', '--log-level error'],
  ['exit-zero no-fail soft-fail allow-failure', 'mode', '--mode warn'],
  ['max limit max-findings', 'thresholds', '--thresholds "total = 5"'],
  ['pr pull-request-id', 'pull-request', '--pull-request NUMBER'],
  ['input file report', 'report-files', '--report-files FILE'],
]

/** Names of flags of other tools for the severity that fails a build. */
const failing = ['fail-on', 'severity', 'min-severity', 'fail-on-severity', 'severity-threshold', 'exit-on']

/** @param name without hyphens @param next what follows it on the command line; only a severity is ever repeated */
export function meantFlag(name: string, next: string | undefined): MeantFlag | null {
  if (failing.includes(name)) {
    const severity = severities.find((known) => known === next?.toLowerCase()) ?? 'high'
    return { means: 'thresholds', write: `--thresholds "severity:${severity} = 0"` }
  }
  const found = byName.find(([names]) => names.split(' ').includes(name))
  return found === undefined ? null : { means: found[1], write: found[2] }
}
