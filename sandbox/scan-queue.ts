/**
 * The scan queue: jobs wait in one line, `workers` of them run at a time. It is driven by time stamps rather
 * than by timers: `settle` brings it to the present, so a virtual clock gives the same results as a real one.
 */
import type { SandboxClock } from './clock.ts'

/** Anything that can be scanned; a job whose key is waiting already is not put in line twice. */
export type Keyed = { readonly key: string }

type QueueSettings<Job extends Keyed, Result> = {
  readonly clock: SandboxClock
  readonly workers: number
  /** A job runs at least so long, and until its work is done. */
  readonly durationMs: number
  readonly work: (job: Job, progress: (part: number) => void, signal: AbortSignal) => Promise<Result>
  /** Called once for every job that ended by itself; `at` is the time it ended. */
  readonly finished: (job: Job, outcome: { result: Result } | { error: unknown }, at: number) => void
}

type JobState = { readonly kind: 'none' | 'scheduled' | 'running'; readonly progress: number }

type Running<Job, Result> = {
  readonly job: Job
  readonly startedAt: number
  readonly abort: AbortController
  part: number
  outcome: { result: Result } | { error: unknown } | null
  doneAt: number
  work: Promise<void>
}

/** The queue of one server. */
export type ScanQueue<Job extends Keyed> = {
  add(jobs: readonly Job[]): void
  /** Brings the queue to the present. */
  settle(): Promise<void>
  /** State of the job with this key; of the running one when one runs and another waits. */
  state(key: string): JobState
  cancelWaiting(): readonly Job[]
  cancelRunning(): readonly Job[]
  close(): void
}

/** An empty queue. */
export function createScanQueue<Job extends Keyed, Result>(
  settings: QueueSettings<Job, Result>,
): ScanQueue<Job> {
  const { clock, workers, durationMs } = settings
  const waiting = new Map<string, Job>()
  let running: Running<Job, Result>[] = []
  let settling: Promise<void> = Promise.resolve()
  const closed = new AbortController()

  const start = (job: Job, at: number): void => {
    const entry: Running<Job, Result> = {
      job,
      startedAt: at,
      abort: new AbortController(),
      part: 0,
      outcome: null,
      doneAt: at,
      work: Promise.resolve(),
    }
    const keep = (outcome: { result: Result } | { error: unknown }): void => {
      entry.outcome = outcome
      entry.doneAt = clock.standsStill ? at : clock.now()
    }
    const progress = (part: number): void => {
      entry.part = part
    }
    entry.work = settings.work(job, progress, entry.abort.signal).then(
      (result) => keep({ result }),
      (error: unknown) => keep({ error }),
    )
    running.push(entry)
    if (!clock.standsStill) wakeWhenDue(entry).catch(() => undefined)
  }

  const wakeWhenDue = async (entry: Running<Job, Result>): Promise<void> => {
    await entry.work
    const due = entry.startedAt + durationMs
    // A timer may fire a millisecond early by the clock, and then nothing would be due yet.
    while (clock.now() < due && !closed.signal.aborted) await clock.sleep(due - clock.now(), closed.signal)
    await queue.settle()
  }

  const fillWorkers = (at: number): void => {
    for (const [key, job] of waiting) {
      if (running.length >= workers) return
      waiting.delete(key)
      start(job, at)
    }
  }

  /** The running job that ended first, or null when none has ended by now. */
  const nextEnded = async (): Promise<Running<Job, Result> | null> => {
    const due = running.filter((entry) => entry.startedAt + durationMs <= clock.now())
    if (clock.standsStill) await Promise.all(due.map((entry) => entry.work))
    const ended = due.filter((entry) => entry.outcome !== null)
    return ended.reduce<Running<Job, Result> | null>(
      (first, entry) => (first === null || endOf(entry) < endOf(first) ? entry : first),
      null,
    )
  }
  const endOf = (entry: Running<Job, Result>): number => Math.max(entry.startedAt + durationMs, entry.doneAt)

  const bringToPresent = async (): Promise<void> => {
    for (let entry = await nextEnded(); entry !== null; entry = await nextEnded()) {
      const ended = entry
      const at = endOf(ended)
      // A job that was cancelled while we waited for its work has left the list already.
      if (!running.includes(ended)) continue
      running = running.filter((other) => other !== ended)
      if (ended.outcome !== null) settings.finished(ended.job, ended.outcome, at)
      fillWorkers(at)
    }
  }

  const progressOf = (entry: Running<Job, Result>): number => {
    const byTime = durationMs === 0 ? 1 : (clock.now() - entry.startedAt) / durationMs
    const byWork = entry.outcome !== null || clock.standsStill ? 1 : entry.part
    return Math.max(0, Math.min(99, Math.floor(100 * Math.min(byTime, byWork))))
  }

  const queue: ScanQueue<Job> = {
    add(jobs) {
      for (const job of jobs) waiting.set(job.key, waiting.get(job.key) ?? job)
      fillWorkers(clock.now())
    },
    settle() {
      settling = settling.then(bringToPresent)
      return settling
    },
    state(key) {
      const entry = running.find((each) => each.job.key === key)
      if (entry !== undefined) return { kind: 'running', progress: progressOf(entry) }
      return { kind: waiting.has(key) ? 'scheduled' : 'none', progress: 0 }
    },
    cancelWaiting() {
      const cancelled = [...waiting.values()]
      waiting.clear()
      return cancelled
    },
    cancelRunning() {
      const cancelled = running
      running = []
      for (const entry of cancelled) entry.abort.abort()
      fillWorkers(clock.now())
      return cancelled.map((entry) => entry.job)
    },
    close() {
      closed.abort()
      waiting.clear()
      queue.cancelRunning()
    },
  }
  return queue
}
