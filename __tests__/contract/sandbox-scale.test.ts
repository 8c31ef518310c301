/** Five thousand repositories on a virtual clock: hours of scanning in seconds. */
import { expect, it } from '@jest/globals'
import { virtualClock } from '../../sandbox/clock.ts'
import { startSandbox } from '../../sandbox/server.ts'
import { call } from './sandbox-caller.ts'

it('scans 5,000 repositories, two at a time, to the second', async () => {
  const clock = virtualClock()
  const repositories = Array.from({ length: 5000 }, (_, index) => ({
    project: `P${index % 50}`,
    slug: `repo-${index}`,
    made: [{ name: 'main', findings: 2 }],
  }))
  const sandbox = await startSandbox({ repositories, clock, scanDurationMs: 30_000 })
  const started = Date.now()
  const running = async (index: number): Promise<unknown[]> => {
    const path = `/rest/security/latest/scan/P${index % 50}/repos/repo-${index}`
    await call(sandbox, 'GET', path)
    const status = (await call(sandbox, 'GET', path)).json()
    return [status.scheduled, status.running, status.scanned]
  }
  await call(sandbox, 'PUT', '/rest/security/latest/status/total_rescan')
  expect(await running(0)).toEqual([false, true, false])
  expect(await running(4999)).toEqual([true, false, false])
  // The 2,500th pair starts after 2,499 scans of half a minute: 20 hours and 49.5 minutes.
  clock.advance(2499 * 30_000 - 1)
  expect(await running(4999)).toEqual([true, false, false])
  clock.advance(1)
  expect(await running(4999)).toEqual([false, true, false])
  clock.advance(30_000)
  expect(await running(4999)).toEqual([false, false, true])
  const zip = await call(sandbox, 'GET', '/rest/security/latest/export-report?confirmExpensiveOperation=true')
  expect(zip.status).toBe(200)
  const took = Date.now() - started
  await sandbox.close()
  expect(took).toBeLessThan(20_000)
})
