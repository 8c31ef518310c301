/** `dry-run`: logs every request that would be sent, and sends none. */
import { ALWAYS, type Inputs } from '../config/inputs.ts'
import type { RunPlan } from '../config/run-plan.ts'
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

/** Prints the plan; the outcome is `skipped`, since nothing was judged. */
export function dryRun({ plan, inputs, host }: Pick<RunContext, 'plan' | 'inputs' | 'host'>): Outcome {
  if (inputs.pullRequest !== null) {
    host.log.info(
      `would look up the pull request (${inputs.pullRequest}) first, and then do for its branch what follows`,
    )
  }
  const base = inputs.bitbucketUrl ?? new URL('http://unknown.invalid')
  for (const request of plannedRequests(plan, inputs)) {
    host.log.info(`would send ${request.method} ${base.origin}${wirePath(base, request)}`)
  }
  if (plan.compared !== null) {
    host.log.info(
      `would ask the scan status of ${targetName(plan.compared)}, and scan it where it is not up to date`,
    )
  }
  if (plan.triggers.length > 0 && plan.wait) {
    const names = plan.triggers.map(targetName).join(', ')
    host.log.info(`would ask the scan status of ${names} until it is proven done, and list what is in them`)
  }
  for (const what of plannedFeedback(plan, inputs)) host.log.info(`would post ${what} to Bitbucket`)
  return { kind: 'skipped', sentence: 'dry run: nothing was sent, scanned or judged' }
}

/** What would be posted back. The commit is known to the server only. */
function plannedFeedback(plan: RunPlan, inputs: Inputs): readonly string[] {
  const commit = inputs.commit ?? 'the head of the branch'
  const comment =
    inputs.pullRequestComment === 'never' ? [] : [`a comment on pull request ${inputs.pullRequest}`]
  if (!plan.judges) return []
  return [
    ...(inputs.buildStatus ? [`the build status of ${commit}`] : []),
    ...(inputs.codeInsights ? [`the Code Insights report of ${commit}`] : []),
    ...comment,
  ]
}
