/** Faults of what is in front of the server: caches that send copies, nodes of a cluster that disagree. */
import { json, type Reply } from '../reply.ts'
import type { FaultRule, FaultScenario, Resource } from './scenario.ts'

const heals = { heals: true } as const
const notProven = { verdict: 'error', exitCode: 4 } as const
const inconsistent = { verdict: 'error', exitCode: 5 } as const

const old = {
  scanKey: 'a-scan-of-last-week',
  scanned: true,
  actual: true,
  progress: 100,
  running: false,
  scheduled: false,
  total: 0,
  invalidLines: [],
}

/** Adds headers to the genuine reply. */
function withHeaders(
  on: Resource,
  headers: Readonly<Record<string, string>>,
  part: Partial<FaultRule> = {},
): FaultRule {
  const change = (reply: Reply): Reply => ({ ...reply, headers: { ...reply.headers, ...headers } })
  return { on, ...part, does: { kind: 'change', change } }
}

function withOldRows(reply: Reply): Reply {
  const text = String(reply.body).replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '2025-01-01T00:00:00Z')
  return { ...reply, body: Buffer.from(text) }
}

/** An old result with the headers of a cache, instead of the genuine status. */
function oldCopy(headers: Readonly<Record<string, string>>, part: Partial<FaultRule> = {}): FaultRule {
  const copy = (): Reply => {
    const reply = json(old)
    return { ...reply, headers: { ...reply.headers, ...headers } }
  }
  return { on: 'status', ...part, does: { kind: 'answer', reply: copy } }
}

/** The first node, which shows an old result, answers every second question for each branch. */
function twoNodes(other: (reply: Reply) => Reply): FaultRule {
  const polls = new Map<string, number>()
  return {
    on: 'status',
    does: {
      kind: 'change',
      change(reply, { path }) {
        const number = (polls.get(path) ?? 0) + 1
        polls.set(path, number)
        return number % 2 === 1 ? json(old) : other(reply)
      },
    },
  }
}

/** The family "copies" of docs/sandbox.md. */
export const copyFaults: readonly FaultScenario[] = [
  {
    name: 'nodes-alternate-running-and-idle',
    description: 'Two nodes answer in turns: one runs the scan, the other shows the old result, idle.',
    expected: notProven,
    scope: 'repo',
    gate: { timeout: '4s' },
    rules: [twoNodes(() => json({ ...old, running: true, progress: 40 }))],
  },
  {
    name: 'nodes-alternate-old-and-new',
    description:
      'Two nodes answer in turns: one shows the result of the scan, the other the one of last week.',
    expected: notProven,
    scope: 'repo',
    gate: { timeout: '4s' },
    rules: [twoNodes((reply) => reply)],
  },
  {
    name: 'status-copy-age',
    description: 'Status replies are an old result, by their `Age` of a minute from a cache.',
    expected: notProven,
    scope: 'repo',
    gate: { timeout: '3s' },
    rules: [oldCopy({ Age: '60' })],
  },
  {
    name: 'status-copies-at-first',
    description: 'The first status replies after the trigger are an old result from a cache (X-Cache: HIT).',
    expected: heals,
    scope: 'repo',
    rules: [oldCopy({ 'X-Cache': 'HIT from proxy' }, { after: 4, times: 8 })],
  },
  {
    name: 'export-copy-x-cache',
    description: 'Exports say that a cache sent them (X-Cache: HIT).',
    expected: inconsistent,
    scope: 'repo',
    rules: [withHeaders('export', { 'X-Cache': 'HIT from proxy' })],
  },
  {
    name: 'export-copy-warning',
    description: 'Exports say that they are stale (Warning: 110).',
    expected: inconsistent,
    scope: 'repo',
    rules: [withHeaders('export', { Warning: '110 proxy "Response is Stale"' })],
  },
  {
    name: 'export-copy-old-date',
    description: 'Exports have a `Date` of last year, and all other replies that of today.',
    expected: inconsistent,
    scope: 'repo',
    rules: [withHeaders('export', { Date: 'Wed, 01 Jan 2025 00:00:00 GMT' })],
  },
  {
    name: 'export-rows-of-last-year',
    description: 'Exports say that all rows were scanned last year, and nothing else shows a copy.',
    expected: heals,
    scope: 'repo',
    rules: [{ on: 'export', does: { kind: 'change', change: withOldRows } }],
  },
  {
    name: 'export-cache-missed',
    description: 'Exports come through a cache that had none (X-Cache: MISS, Age: 0).',
    expected: heals,
    scope: 'repo',
    rules: [withHeaders('export', { 'X-Cache': 'MISS from proxy', Age: '0' })],
  },
]
