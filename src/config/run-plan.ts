/** What a run will do, decided before anything is sent. Pure. */
import { GateError } from '../errors.ts'
import type { Host } from '../host.ts'
import { type BranchTarget, type Target, targetName, withoutBranch } from '../target.ts'
import type { Inputs } from './inputs.ts'
import type { Threshold } from './thresholds.ts'

type CancelKind = 'queued' | 'running'

/** The steps of a run, in order; an empty list or `false` means that the step is left out. */
const nothing = {
  needsServer: true,
  cancels: [] as readonly CancelKind[],
  /** Targets whose scan is started. */
  triggers: [] as readonly Target[],
  /** Whether to wait for the scans until they are proven done. */
  wait: false,
  /** Targets whose findings are downloaded. */
  exports: [] as readonly Target[],
  /** The branch that what is judged is compared with; its findings are downloaded too. */
  compared: null as BranchTarget | null,
  /** Local exports that are judged instead; patterns relative to the working folder. */
  localExports: [] as readonly string[],
  /** Targets whose reviewed false positives are downloaded. */
  reviewed: [] as readonly Target[],
  /** Whether reviewed findings are left out of judgement or are themselves the result. */
  reviewedAre: 'suppressions' as 'suppressions' | 'result',
  /** Whether findings are judged: then a verdict is earned by thresholds alone. */
  judges: false,
}

export type RunPlan = Readonly<typeof nothing>

/** @param localExports files or patterns that `evaluate` reads */
export function planOf(inputs: Inputs, localExports: readonly string[] = inputs.reportFiles): RunPlan {
  const { targets, compared, wait } = inputs
  const reviewed = inputs.excludeReviewed ? reviewedTargets(compared === null ? targets : [compared]) : []
  switch (inputs.operation) {
    case 'gate':
      return { ...nothing, triggers: targets, wait, exports: targets, compared, reviewed, judges: true }
    case 'scan':
      return { ...nothing, triggers: targets, wait: inputs.wait }
    case 'export':
      return { ...nothing, exports: targets, compared, reviewed, judges: true }
    case 'evaluate':
      return { ...nothing, needsServer: false, localExports, judges: true }
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

/** The server exports reviewed findings per repository at the narrowest (the vendor's page on mass scanning). */
export function reviewedTargets(targets: readonly Target[]): readonly Target[] {
  return [...new Map(targets.map(withoutBranch).map((target) => [targetName(target), target])).values()]
}

/**
 * Why this run is skipped, or `null`: it lacks credentials, and the CI itself proves that the pull request is from a
 * fork, which gets no secrets. A secret that was renamed or has expired must not open the gate of a branch.
 */
export function skipReason(inputs: Inputs, plan: RunPlan, host: Pick<Host, 'forkEvidence'>): string | null {
  if (!plan.needsServer || inputs.credentials !== null || inputs.onMissingCredentials !== 'skip') return null
  // It needs no credentials.
  if (inputs.dryRun) return null
  const { proven, shown } = host.forkEvidence()
  if (!proven) {
    const why = `Neither \`token\` nor \`username\` and \`password\` is given, and \`on-missing-credentials: skip\` is for pull requests from forks only: ${shown}.`
    throw new GateError('CREDENTIALS_MISSING', why)
  }
  return `no credentials were given, \`on-missing-credentials\` is \`skip\`, and ${shown}: NOTHING WAS SCANNED OR JUDGED`
}

/** A run that scans gives each finding the time of now, so its thresholds over ages count nothing and always pass. */
export function ageNotes(
  { triggers, judges }: Pick<RunPlan, 'triggers' | 'judges'>,
  thresholds: readonly Pick<Threshold, 'name' | 'olderThanMs'>[],
): readonly string[] {
  if (triggers.length === 0 || !judges) return []
  return thresholds
    .filter(({ olderThanMs }) => olderThanMs !== null)
    .map(({ name }) => {
      return `Threshold "${name}" asks for an age, and the scan of this run made every finding new in time: judge ages with \`operation: export\` or \`evaluate\`.`
    })
}
