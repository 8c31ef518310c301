/**
 * Proves that the compared branch was scanned and is up to date, without scanning what is up to date already. The nodes
 * of a cluster may differ, so two looks have to agree: before the triggers, and when the scan of the run is done.
 */
import type { RunContext } from '../context.ts'
import { GateError } from '../errors.ts'
import type { TargetEvidence } from '../evidence.ts'
import { type BranchTarget, targetName } from '../target.ts'
import type { Connection } from './connection.ts'
import { CONFIRM_MS, isDone } from './scan-state.ts'

/** The first look. */
export type ComparedLook = {
  readonly target: BranchTarget
  /** With `provenBy: null` the branch has to be scanned. */
  readonly evidence: TargetEvidence
  /** The second look; `null` where it shows something else, and the branch has to be scanned. */
  again(): Promise<TargetEvidence | null>
}

/** @throws GateError SCAN_NOT_PROVEN where the run cannot scan it and wait; as `Soteri` */
export async function lookAtCompared(
  target: BranchTarget,
  { plan, inputs, host }: RunContext,
  { soteri }: Pick<Connection, 'soteri'>,
): Promise<ComparedLook> {
  const { clock, log, stop } = host
  const name = targetName(target)
  const canScan = plan.triggers.length > 0 && plan.wait
  const look = async (): Promise<TargetEvidence & { readonly scanKey: string | null }> => {
    const deadline = { at: clock.elapsed() + inputs.timeoutMs, phase: 'the look at the compared branch' }
    const reply = await soteri.scanStatus(target, target.branch, 'patiently', deadline)
    const status = reply.kind === 'status' ? reply.status : null
    const isUpToDate = status !== null && isDone(status)
    const state = isUpToDate ? 'finished' : status === null ? reply.kind : 'not up to date'
    if (!isUpToDate && !canScan) throw notUpToDate(name, state)
    return {
      target: name,
      triggeredAt: null,
      states: [{ at: new Date(clock.now()).toISOString(), state }],
      provenBy: isUpToDate ? 'scanned, up to date and idle, before and after the scan of this run' : null,
      total: status?.total ?? null,
      scanKey: status?.scanKey ?? null,
    }
  }
  const lookedAt = clock.elapsed()
  const { scanKey, ...evidence } = await look()
  log.info(`${name}, compared with: ${evidence.states[0]?.state}.`)
  return {
    target,
    evidence,
    async again() {
      const rest = lookedAt + CONFIRM_MS - clock.elapsed()
      if (rest > 0) await clock.sleep(rest, stop)
      const { scanKey: key, ...now } = await look()
      return now.provenBy !== null && key === scanKey && now.total === evidence.total ? now : null
    },
  }
}

function notUpToDate(name: string, state: string): GateError {
  const why = `The compared branch ${name} is not proven scanned and up to date (${state}), so what is new cannot be known.`
  return new GateError('SCAN_NOT_PROVEN', why, {
    hint: 'Scan it first, or use `operation: gate` with `wait: true`, which scans what is not up to date.',
  })
}
