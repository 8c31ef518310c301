/** What a run is going to do, decided before anything is sent. Pure: inputs in, plan out. */
import { type Target, targetName } from '../target.ts'
import type { Inputs } from './inputs.ts'

/** Scans that the server can cancel: those that wait, those that run. */
export type CancelKind = 'queued' | 'running'

/** The steps of a run, in order; an empty list or `false` means that the step is left out. */
export type Plan = {
  readonly needsServer: boolean
  readonly cancels: readonly CancelKind[]
  /** Targets whose scan is started. */
  readonly triggers: readonly Target[]
  /** Whether the scans are waited for until they are proven done. */
  readonly wait: boolean
  /** Targets whose findings are downloaded. */
  readonly exports: readonly Target[]
  /** Local exports that are judged instead; patterns relative to the working folder. */
  readonly localExports: readonly string[]
  /** Targets whose reviewed false positives are downloaded. */
  readonly reviewed: readonly Target[]
  /** Whether reviewed findings are left out of judgement or are themselves the result. */
  readonly reviewedAre: 'suppressions' | 'result'
  /** Whether findings are judged: then a verdict is earned by thresholds alone. */
  readonly judges: boolean
}

const nothing: Plan = {
  needsServer: true,
  cancels: [],
  triggers: [],
  wait: false,
  exports: [],
  localExports: [],
  reviewed: [],
  reviewedAre: 'suppressions',
  judges: false,
}

/** The plan of one run. */
export function planOf(inputs: Inputs): Plan {
  const { targets } = inputs
  const reviewed = inputs.excludeReviewed ? reviewedTargets(targets) : []
  switch (inputs.operation) {
    case 'gate':
      return { ...nothing, triggers: targets, wait: inputs.wait, exports: targets, reviewed, judges: true }
    case 'scan':
      return { ...nothing, triggers: targets, wait: inputs.wait }
    case 'export':
      return { ...nothing, exports: targets, reviewed, judges: true }
    case 'evaluate':
      return { ...nothing, needsServer: false, localExports: inputs.reportFiles, judges: true }
    case 'export-reviewed':
      return { ...nothing, reviewed: reviewedTargets(targets), reviewedAre: 'result' }
    case 'cancel':
      return { ...nothing, cancels: cancelKinds(inputs.cancel) }
    case 'plan':
    case 'doctor':
      return nothing
  }
}

/** Queued ones first: else a running scan that ends would pull the next one from the queue. */
function cancelKinds(cancel: Inputs['cancel']): readonly CancelKind[] {
  if (cancel === 'all') return ['queued', 'running']
  return cancel === null ? [] : [cancel]
}

/** Reviewed findings are exported per repository at the narrowest (the vendor's page), so branches fold into theirs. */
export function reviewedTargets(targets: readonly Target[]): readonly Target[] {
  const byName = new Map<string, Target>()
  for (const target of targets) {
    const wide: Target =
      target.kind === 'branch' ? { kind: 'repo', project: target.project, repo: target.repo } : target
    byName.set(targetName(wide), wide)
  }
  return [...byName.values()]
}
