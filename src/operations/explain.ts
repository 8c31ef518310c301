/** What a run would do: in words for `explain`, as log lines with every request for `dry-run`. Sends nothing. */
import { ALWAYS, type Inputs } from '../config/inputs.ts'
import { describeThreshold, type Policy, type Suppression } from '../config/policy.ts'
import type { RunPlan } from '../config/run-plan.ts'
import { operationMeanings } from '../config/table.ts'
import { matchParts } from '../config/thresholds.ts'
import type { RunContext } from '../context.ts'
import type { Outcome } from '../judge/verdict.ts'
import { type HttpRequest, wirePath } from '../server/request.ts'
import {
  cancelRequest,
  emailBatches,
  exportRequest,
  reviewedRequest,
  triggerRequest,
} from '../server/soteri.ts'
import { targetName } from '../target.ts'

/** Lines of text. `now` (ms since the epoch) decides which suppressions have expired. */
export function explanation(inputs: Inputs, policy: Policy, now: number): readonly string[] {
  return [
    `Operation: ${inputs.operation}. ${operationMeanings[inputs.operation].replaceAll('`', '')}`,
    ...serverLines(inputs),
    ...scopeLines(inputs),
    '',
    ...policyLines(policy, now),
    ...judgingLines(inputs),
    '',
    `Reports: ${inputs.formats.join(', ')} in ${inputs.outputDir}.`,
    'Nothing was sent to any server.',
  ]
}

export function policyExplanation(policy: Policy, now: number): readonly string[] {
  return [
    ...policyLines(policy, now),
    '',
    'This is the policy alone: give --bitbucket-url, --project and --repo too, to see what a run would do.',
  ]
}

function policyLines(policy: Policy, now: number): readonly string[] {
  return [
    'Thresholds, each of which must hold:',
    ...policy.thresholds.map((threshold) => {
      const named = threshold.name === threshold.selector ? '' : `${threshold.name}: `
      return `  ${named}${describeThreshold(threshold)}  [${threshold.origin}]`
    }),
    '',
    `Suppressions${policy.suppressions.length === 0 ? ': none.' : ', findings that do not count:'}`,
    ...policy.suppressions.map((suppression) => suppressionLine(suppression, now)),
    ...severityLines(policy),
  ]
}

function serverLines({ operation, bitbucketUrl, credentials }: Inputs): readonly string[] {
  if (operation === 'evaluate') return ['Server: none; only local exports are read.']
  const who = { token: 'an HTTP access token', basic: 'a user name and a password' }
  const as = credentials === null ? 'no credentials, so a run would end with exit 3' : who[credentials.kind]
  return [`Server: ${bitbucketUrl?.href ?? 'none'}, with ${as}.`]
}

function scopeLines(inputs: Inputs): readonly string[] {
  const { operation, targets, reportFiles, period, wait, timeoutMs } = inputs
  if (operation === 'evaluate') return [`Exports: ${reportFiles.join(', ')}.`]
  const ends = [
    ...(period.from === null ? [] : [`from ${new Date(period.from).toISOString()} on`]),
    ...(period.to === null ? [] : [`before ${new Date(period.to).toISOString()}`]),
  ]
  const isWaiting = wait
    ? `until the scan is proven done, at most ${Math.round(timeoutMs / 1000)} s; then it is an error.`
    : 'no, so nothing proves that the scan is done.'
  return [
    `Scope: ${targets.map(targetName).join(', ')}.`,
    ...comparedLines(inputs),
    ...(ends.length === 0 ? [] : [`Only findings scanned ${ends.join(' and ')}.`]),
    ...(['gate', 'scan'].includes(operation) ? [`Waiting: ${isWaiting}`] : []),
  ]
}

function comparedLines({ pullRequest, compared }: Inputs): readonly string[] {
  if (compared !== null) return [`Compared with ${targetName(compared)}: new is what only the branch has.`]
  if (pullRequest === null) return []
  return [
    `Pull request: ${pullRequest}. Bitbucket gives its branch and target; new is what it adds.`,
    'The policy file of the target rules, not the one of this folder, unless `policy-from` is checkout.',
  ]
}

function suppressionLine(suppression: Suppression, now: number): string {
  const { match, fingerprint, reason, owner, expires, origin } = suppression
  const parts = [...(fingerprint === null ? [] : [`fingerprint ${fingerprint}`]), ...matchParts(match)]
  const day = new Date(expires).toISOString().slice(0, 10)
  const until = expires <= now ? `EXPIRED on ${day}, so they count again` : `until ${day}`
  return `  ${parts.join(' ')}: ${reason} (${owner === null ? '' : `${owner}, `}${until})  [${origin}]`
}

function severityLines({ severities }: Policy): readonly string[] {
  if (severities.length === 0) return ['Severities: the built-in table.']
  return [
    'Severities, the first that matches, then the built-in table:',
    ...severities.map(({ rule, severity }) => `  ${rule}: ${severity}`),
  ]
}

function judgingLines(inputs: Inputs): readonly string[] {
  const { mode, baselineFile, fingerprintKey, compared, pullRequest } = inputs
  const modes = {
    enforce: 'a threshold that is exceeded fails the job',
    warn: 'a threshold that is exceeded only warns',
    report: 'a threshold that is exceeded is only reported',
  }
  const isCompared = compared !== null || pullRequest !== null
  const without = isCompared ? 'none' : 'none, so every finding is new'
  const key = fingerprintKey === null ? 'without a key' : 'with a key'
  return [
    `Mode: ${mode}; ${modes[mode]}. Errors fail in every mode.`,
    `Baseline: ${baselineFile === null ? without : `${baselineFile} (${key})`}.`,
    ...(inputs.excludeReviewed ? ['Findings that were reviewed as false positives are left out.'] : []),
    ...(inputs.onBadRow === 'count'
      ? ['A row that cannot be read counts as a finding of rule UNREADABLE_ROW.']
      : []),
  ]
}

/** The requests of a plan that are known beforehand, in the order they would be sent. Pure. */
function plannedRequests(plan: RunPlan, inputs: Inputs): readonly HttpRequest[] {
  const version = inputs.apiVersion
  return [
    ...plan.cancels.map((kind) => cancelRequest(version, kind)),
    ...plan.triggers.flatMap((target) => {
      const batches = emailBatches(target, inputs.emails)
      const sent = target.kind === 'instance' ? batches.slice(0, 1) : batches
      return sent.map((batch) => triggerRequest(version, target, batch))
    }),
    ...plan.reviewed.map((target) => reviewedRequest(version, target)),
    ...(plan.compared === null ? [] : [exportRequest(version, plan.compared, ALWAYS)]),
    ...plan.exports.map((target) => exportRequest(version, target, inputs.period)),
  ]
}

export function dryRun({ plan, inputs, host }: Pick<RunContext, 'plan' | 'inputs' | 'host'>): Outcome {
  const { log } = host
  if (inputs.pullRequest !== null) {
    log.info(
      `would look up the pull request (${inputs.pullRequest}) first, and then do for its branch what follows`,
    )
  }
  const base = inputs.bitbucketUrl ?? new URL('http://unknown.invalid')
  for (const request of plannedRequests(plan, inputs)) {
    log.info(`would send ${request.method} ${base.origin}${wirePath(base, request)}`)
  }
  if (plan.compared !== null) {
    log.info(
      `would ask the scan status of ${targetName(plan.compared)}, and scan it where it is not up to date`,
    )
  }
  if (plan.triggers.length > 0 && plan.wait) {
    const names = plan.triggers.map(targetName).join(', ')
    log.info(`would ask the scan status of ${names} until it is proven done, and list what is in them`)
  }
  for (const what of plannedFeedback(plan, inputs)) log.info(`would post ${what} to Bitbucket`)
  return { kind: 'skipped', sentence: 'dry run: nothing was sent, scanned or judged' }
}

function plannedFeedback(plan: RunPlan, inputs: Inputs): readonly string[] {
  if (!plan.judges) return []
  const commit = inputs.commit ?? 'the head of the branch'
  const comments = inputs.pullRequestComment !== 'never'
  return [
    ...(inputs.buildStatus ? [`the build status of ${commit}`] : []),
    ...(inputs.codeInsights ? [`the Code Insights report of ${commit}`] : []),
    ...(comments ? [`a comment on pull request ${inputs.pullRequest}`] : []),
  ]
}
