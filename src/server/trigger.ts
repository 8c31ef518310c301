/** Triggers a scan, and waits while the server refuses that because another scan runs. */
import { GateError } from '../errors.ts'
import type { Clock, Log } from '../host.ts'
import { type Target, targetName } from '../target.ts'
import { pollDelay } from './poll-delay.ts'
import type { Soteri } from './soteri.ts'
import { formatDuration } from './wait-progress.ts'

type TriggerWorld = {
  readonly soteri: Pick<Soteri, 'triggerScan'>
  readonly clock: Clock
  readonly log: Pick<Log, 'info'>
  readonly stop: AbortSignal
  readonly pollIntervalMs: number
  readonly timeoutMs: number
}

/**
 * @param beforeNext called after each refusal, before the next trigger: the other scan may have changed the state
 * @returns how many of `emails` the server did not get
 * @throws GateError SCAN_TIMEOUT if the other scan lasts longer than `timeoutMs`
 */
export async function triggerWhenFree(
  target: Target,
  emails: readonly string[],
  { soteri, clock, log, stop, pollIntervalMs, timeoutMs }: TriggerWorld,
  beforeNext: () => Promise<void>,
): Promise<number> {
  const name = targetName(target)
  const started = clock.elapsed()
  for (let round = 0; ; round++) {
    const reply = await soteri.triggerScan(target, emails)
    if (reply.kind === 'accepted') return reply.emailsLeft
    const answer = `the server answers ${reply.status} to the trigger, so another scan is under way`
    if (round === 0) log.info(`${name}: ${answer}; it is triggered again when that is over.`)
    const delayMs = pollDelay(round, pollIntervalMs, clock.random())
    if (clock.elapsed() + delayMs > started + timeoutMs) {
      const why = `${name}: ${answer}, and it is not over after ${formatDuration(timeoutMs)} (\`timeout\`).`
      throw new GateError('SCAN_TIMEOUT', why)
    }
    await clock.sleep(delayMs, stop)
    await beforeNext()
  }
}
