/** Things about the inputs that deserve a warning and no more. */
import type { Inputs } from './inputs.ts'
import type { Resolution } from './resolve.ts'
import { type InputName, rowOf } from './table.ts'
import { isCleartext } from './urls.ts'

/** Below this many characters a key for fingerprints could be guessed. */
const SHORT_KEY = 16

/** Who gives one of these expects it to be obeyed; other unused inputs are told at `log-level: debug` only. */
const expectedToCount: readonly InputName[] = [
  'thresholds',
  'what-if',
  'baseline-file',
  'exclude-reviewed',
  'start-date',
  'end-date',
  'emails',
  'report-files',
  'cancel',
  'shards',
  'code-insights',
  'build-status',
  'pull-request-comment',
]

/** One sentence each. */
export function noticesOf({ given }: Resolution, inputs: Inputs): readonly string[] {
  const notices: string[] = []
  const { bitbucketUrl, credentials, fingerprintKey, operation } = inputs
  if (bitbucketUrl !== null && isCleartext(bitbucketUrl)) {
    const what = credentials === null ? 'the findings travel' : 'credentials and findings travel'
    notices.push(`bitbucket-url is http, so ${what} in clear: use https.`)
  }
  if (fingerprintKey !== null && fingerprintKey.length < SHORT_KEY) {
    notices.push(
      `fingerprint-key is shorter than ${SHORT_KEY} characters, so it could be guessed: use a long random one.`,
    )
  }
  if (inputs.revealSecrets && rowOf('reveal-secrets').usedBy.includes(operation)) {
    notices.push(
      'reveal-secrets shows matched texts in clear in the CSV and HTML files: guard them like secrets.',
    )
  }
  if (given.has('commit') && !inputs.codeInsights && !inputs.buildStatus) {
    notices.push('commit has no effect without `code-insights` or `build-status`.')
  }
  const idle = expectedToCount.filter((name) => {
    return given.get(name)?.source === 'input' && !rowOf(name).usedBy.includes(operation)
  })
  if (idle.length > 0) {
    notices.push(`The operation ${operation} does not look at: ${idle.join(', ')}.`)
  }
  return notices
}
