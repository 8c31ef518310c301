/** Time as the sandbox sees it: real, or virtual so that hours of scanning take seconds. Milliseconds everywhere. */

/** What the sandbox knows of time. */
export type SandboxClock = {
  /** Wall clock, milliseconds since the epoch. */
  now(): number
  /** Resolves after `ms`, or at once when `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /**
   * True for a virtual clock. Real work (git, secretlint) then takes no time: a scan that is due is waited
   * for before the reply goes out, and the sandbox never sleeps, since sleeping would move the time.
   */
  readonly standsStill: boolean
}

/** The clock of the machine. Its timers do not keep the process alive. */
export const realClock: SandboxClock = {
  now: () => Date.now(),
  standsStill: false,
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const finish = (): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', finish)
        resolve()
      }
      // Node fires at once for delays above 2^31-1; nobody waits 24 days for a sandbox.
      const timer = setTimeout(finish, Math.min(Math.max(0, ms), 2_147_483_647))
      timer.unref()
      signal?.addEventListener('abort', finish, { once: true })
    }),
}

/**
 * A clock that moves only when asked to. Give the same object to the engine under test: its `sleep` moves the time,
 * so a wait of hours is over as soon as the requests between the sleeps are answered.
 */
export function virtualClock(start = Date.UTC(2026, 0, 5, 8)): SandboxClock & { advance(ms: number): void } {
  let time = start
  const advance = (ms: number): void => {
    time += Math.max(0, ms)
  }
  return {
    now: () => time,
    standsStill: true,
    advance,
    sleep: async (ms) => advance(ms),
  }
}
