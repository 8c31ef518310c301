/**
 * `npm run bench:waiting`: what listing an instance and waiting for its scan asks of the server. The engine runs as
 * it is, `operation: scan` with `wait: true` and everything else by default, against the sandbox over real HTTP; only
 * time is virtual, so that a day of scanning takes seconds. The sandbox lives in a thread of its own, so the memory
 * shown is that of the engine alone.
 *
 * Options: `--repositories 10,100,1000,5000`, `--budget N` (max-requests-per-second, else the default).
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { type Sandbox, startSandbox } from '../sandbox/server.ts'
import { memoryHost } from '../src/ci/memory-host.ts'
import type { Clock } from '../src/host.ts'
import { run } from '../src/run.ts'
import { loadNow, machineLine } from './machine.ts'
import { table } from './table.ts'

/** A branch is scanned for so long, two at a time: what the product does by default. */
const SCAN_MS = 30_000
const WORKERS = 2
/** Every so many repositories have a second branch. */
const SECOND_BRANCH = 5
const REPOSITORIES_OF_A_PROJECT = 40

/** One request as the server saw it. */
export type Asked = { readonly at: number; readonly method: string; readonly path: string }

export type Waiting = {
  readonly repositories: number
  readonly exitCode: number
  /** In the order they came. */
  readonly asked: readonly Asked[]
  /** Virtual ms from the first request until every scan was proven, and those that the scans themselves take. */
  readonly tookMs: number
  readonly scanMs: number
  /** Lines of the log at level info. */
  readonly lines: readonly string[]
  /** Most heap that was still in use after a collection, MB above the start. */
  readonly heapMegabytes: number
  readonly wallSeconds: number
}

/** Waits for the scan of an instance of so many repositories. */
export async function waitFor(repositories: number, inputs: Record<string, string> = {}): Promise<Waiting> {
  const shared = new Float64Array(new SharedArrayBuffer(8))
  const world = virtualWorld(shared)
  const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-waiting-'))
  const server = await startServer(repositories, shared)
  const lines: string[] = []
  const heap = openHeap(world.clock)
  try {
    const started = performance.now()
    const texts = {
      operation: 'scan',
      wait: 'true',
      scope: 'instance',
      timeout: '24d',
      'bitbucket-url': server.url,
      username: server.username,
      password: server.password,
      formats: 'json',
      'upload-artifact': 'false',
      'output-dir': join(folder, 'report'),
      ...inputs,
    }
    const host = memoryHost({
      inputs: new Map(Object.entries(texts)),
      workingFolder: folder,
      signal: new AbortController().signal,
      onLine: (_level, line) => {
        lines.push(line)
        heap.look()
      },
      onConclusion: () => undefined,
    })
    const exitCode = await run({ ...host, clock: world.clock })
    const wallSeconds = (performance.now() - started) / 1000
    const asked = await server.end()
    const tookMs = world.clock.now() - (asked[0]?.at ?? Number.NaN)
    const branches = repositories + Math.ceil(repositories / SECOND_BRANCH)
    const scanMs = Math.ceil(branches / WORKERS) * SCAN_MS
    return { repositories, exitCode, asked, tookMs, scanMs, lines, heapMegabytes: heap.most(), wallSeconds }
  } finally {
    world.close()
    await server.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Time that stands still while a request is under way, and jumps to the next sleeper's time when nothing is. So a
 * request reaches the server at the very time the engine let it go.
 */
function virtualWorld(shared: Float64Array): { readonly clock: Clock; close(): void } {
  const start = Date.UTC(2026, 0, 5, 8)
  shared[0] = start
  const now = (): number => shared[0] ?? Number.NaN
  let underWay = 0
  const begin = (): void => {
    underWay += 1
  }
  const end = (): void => {
    underWay -= 1
  }
  const channels = [
    ['undici:request:create', begin],
    ['undici:request:trailers', end],
    ['undici:request:error', end],
  ] as const
  for (const [channel, hear] of channels) subscribe(channel, hear)

  type Sleeper = { readonly at: number; readonly wake: () => void }
  const sleepers: Sleeper[] = []
  let ticking = false
  let quiet = 0
  const tick = (): void => {
    // What a reply sets off takes a few turns until it asks again or sleeps.
    quiet = underWay === 0 ? quiet + 1 : 0
    if (quiet > QUIET_TURNS) {
      quiet = 0
      sleepers.sort((a, b) => a.at - b.at)
      const next = sleepers.shift()
      if (next !== undefined) {
        shared[0] = Math.max(now(), next.at)
        next.wake()
      }
    }
    ticking = sleepers.length > 0
    if (ticking) setImmediate(tick)
  }
  const clock: Clock = {
    now,
    elapsed: () => now() - start,
    random: seeded(),
    sleep: (ms) =>
      new Promise((wake) => {
        sleepers.push({ at: now() + ms, wake })
        if (!ticking) setImmediate(tick)
        ticking = true
      }),
  }
  const close = (): void => {
    for (const [channel, hear] of channels) unsubscribe(channel, hear)
  }
  return { clock, close }
}

const QUIET_TURNS = 3

/** The same chance in every run (mulberry32). */
function seeded(): () => number {
  let state = 20_260_105
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Looks at the heap now and then: each time that half as much time again has passed. */
function openHeap(clock: Clock): { look(): void; most(): number } {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const used = (): number => {
    collect()
    return process.memoryUsage().heapUsed / 1e6
  }
  const before = used()
  let most = 0
  let next = 0
  return {
    look() {
      if (clock.elapsed() < next) return
      next = clock.elapsed() * 1.5
      most = Math.max(most, used() - before)
    },
    most: () => most,
  }
}

type Server = {
  readonly url: string
  readonly username: string
  readonly password: string
  end(): Promise<Asked[]>
}

async function startServer(repositories: number, shared: Float64Array): Promise<Server> {
  const worker = new Worker(import.meta.filename, { workerData: { repositories, shared } })
  const next = <T>(): Promise<T> =>
    new Promise((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
    })
  const address = await next<Omit<Server, 'end'>>()
  let ended: Promise<Asked[]> | null = null
  const end = async (): Promise<Asked[]> => {
    const asked = next<Asked[]>()
    worker.postMessage('end')
    const all = await asked
    await worker.terminate()
    return all
  }
  return {
    ...address,
    end() {
      ended ??= end()
      return ended
    },
  }
}

/** The thread of the sandbox. */
async function serve(repositories: number, shared: Float64Array): Promise<void> {
  const main = { name: 'main', findings: 2 }
  const sandbox: Sandbox = await startSandbox({
    repositories: Array.from({ length: repositories }, (_none, at) => ({
      project: `P${Math.floor(at / REPOSITORIES_OF_A_PROJECT)}`,
      slug: `repository-${at}`,
      made: at % SECOND_BRANCH === 0 ? [main, { name: 'develop', findings: 2 }] : [main],
    })),
    clock: { now: () => shared[0] ?? Number.NaN, standsStill: true, sleep: async () => undefined },
    scanDurationMs: SCAN_MS,
    workers: WORKERS,
  })
  const [user] = sandbox.users
  parentPort?.on('message', async () => {
    parentPort?.postMessage(sandbox.requests.map(({ at, method, path }) => ({ at, method, path })))
    await sandbox.close()
  })
  parentPort?.postMessage({ url: sandbox.url, username: user?.name, password: user?.password })
}

/** Most requests within any second. */
export function busiestSecond(asked: readonly Asked[]): number {
  let most = 0
  let first = 0
  for (const [at, request] of asked.entries()) {
    while ((asked[first]?.at ?? 0) <= request.at - 1000) first += 1
    most = Math.max(most, at - first + 1)
  }
  return most
}

const isQuestion = ({ path }: Asked): boolean => path.includes('/scan/')

function lineOf(waiting: Waiting): readonly (string | number)[] {
  const { repositories, asked, tookMs, scanMs, lines, heapMegabytes, wallSeconds } = waiting
  const questions = asked.filter(isQuestion).length
  return [
    repositories,
    asked.length - questions,
    questions,
    (asked.length / repositories).toFixed(1),
    busiestSecond(asked),
    (asked.length / (tookMs / 1000)).toFixed(2),
    Math.round(scanMs / 1000),
    Math.round(tookMs / 1000),
    lines.length,
    heapMegabytes.toFixed(1),
    wallSeconds.toFixed(0),
  ]
}

const head = [
  'repositories',
  'lists, triggers',
  'questions',
  'requests each',
  'busiest second',
  'on average a second',
  'scans take s',
  'waited s',
  'log lines',
  'heap MB',
  'wall s',
]

async function printTable(): Promise<void> {
  const { values } = parseArgs({
    options: { repositories: { type: 'string', default: '10,100,1000,5000' }, budget: { type: 'string' } },
  })
  const inputs = values.budget === undefined ? {} : { 'max-requests-per-second': values.budget }
  const loadBefore = loadNow()
  const lines: (readonly (string | number)[])[] = []
  for (const size of values.repositories.split(',').map(Number)) {
    const waiting = await waitFor(size, inputs)
    if (waiting.exitCode !== 0) throw new Error(`ended with ${waiting.exitCode}: ${waiting.lines.at(-1)}`)
    console.error(`${size} repositories are done.`)
    lines.push(lineOf(waiting))
  }
  console.log(`\n${machineLine(loadBefore)}\n\n${table(head, lines)}`)
}

if (!isMainThread && workerData?.shared !== undefined) await serve(workerData.repositories, workerData.shared)
else if (import.meta.main) await printTable()
