/** Faults of the network: connections that are refused, cut, stalled or slow. */
import { json } from '../reply.ts'
import { delivered, dropped } from './rules.ts'
import type { Delivery, FaultRule, FaultScenario } from './scenario.ts'

const heals = { heals: true } as const
const unreachable = { verdict: 'error', exitCode: 4 } as const

/** Takes the findings out of every status. */
const withoutTotals: FaultRule = {
  on: 'status',
  does: {
    kind: 'change',
    change(reply) {
      const { total: _total, invalidLines: _lines, ...fields } = JSON.parse(reply.body.toString('utf8'))
      return reply.status === 200 ? json(fields) : reply
    },
  },
}

/** The family "network" of docs/sandbox.md. */
export const networkFaults: readonly FaultScenario[] = [
  {
    name: 'refused',
    description: 'Nothing listens on the port.',
    expected: unreachable,
    scope: 'repo',
    listening: 'never',
    rules: [],
  },
  {
    name: 'refused-at-first',
    description: 'Nothing listens on the port for the first half second.',
    expected: heals,
    scope: 'repo',
    gate: { 'max-retries': '10' },
    listening: { afterMs: 500 },
    rules: [],
  },
  {
    name: 'reset-before-headers',
    description: 'Every connection is reset before a byte of the reply.',
    expected: unreachable,
    scope: 'repo',
    rules: [dropped('any', 'reset')],
  },
  {
    name: 'reset-before-headers-once',
    description: 'The connection of the first status request is reset.',
    expected: heals,
    scope: 'repo',
    rules: [dropped('status', 'reset', 1)],
  },
  {
    name: 'close-before-headers',
    description: 'Every connection is closed before a byte of the reply.',
    expected: unreachable,
    scope: 'repo',
    rules: [dropped('any', 'close')],
  },
  {
    name: 'close-before-headers-once',
    description: 'The connection of the first export is closed before a byte of the reply.',
    expected: heals,
    scope: 'repo',
    rules: [dropped('export', 'close', 1)],
  },
  {
    name: 'trigger-lost',
    description: 'The first trigger never reaches the server: its connection is reset.',
    expected: heals,
    scope: 'repo',
    rules: [dropped('trigger', 'reset', 1)],
  },
  {
    name: 'trigger-reply-lost',
    description: 'The first trigger is accepted, but its reply is lost.',
    expected: heals,
    scope: 'repo',
    rules: [delivered('trigger', { kind: 'nothing', by: 'reset' }, 1)],
  },
  {
    name: 'reset-after-headers',
    description: 'Every export is reset after its headers.',
    expected: unreachable,
    scope: 'repo',
    rules: [delivered('export', { kind: 'headers-only', by: 'reset' })],
  },
  {
    name: 'reset-after-headers-once',
    description: 'The first export is reset after its headers.',
    expected: heals,
    scope: 'repo',
    rules: [delivered('export', { kind: 'headers-only', by: 'reset' }, 1)],
  },
  ...(['chunked', 'content-length'] as const).flatMap((framing) =>
    (['reset', 'close'] as const).flatMap((by): FaultScenario[] => {
      const how = `${by === 'reset' ? 'reset (RST)' : 'closed (FIN)'} in the middle of a ${framing} body`
      const delivery: Delivery = { kind: 'cut', framing, by }
      return [
        {
          name: `export-cut-${framing}-by-${by}`,
          description: `Every export is ${how}.`,
          expected: unreachable,
          scope: 'repo',
          rules: [delivered('export', delivery)],
        },
        {
          name: `export-cut-${framing}-by-${by}-once`,
          description: `The first export is ${how}.`,
          expected: heals,
          scope: 'repo',
          rules: [delivered('export', delivery, 1)],
        },
      ]
    }),
  ),
  {
    name: 'export-end-unmarked',
    description: 'Exports end with the connection, without a length or chunks; all rows are there.',
    expected: heals,
    scope: 'repo',
    rules: [delivered('export', { kind: 'unmarked' })],
  },
  {
    name: 'export-end-unmarked-unknown',
    description: 'Exports end with the connection, and the status has no totals to compare the rows with.',
    expected: { verdict: 'error', exitCode: 5 },
    scope: 'repo',
    rules: [delivered('export', { kind: 'unmarked' }), withoutTotals],
  },
  {
    name: 'export-end-unmarked-cut',
    description: 'Exports are cut between two rows, without a length or chunks.',
    expected: { verdict: 'error', exitCode: 5 },
    scope: 'repo',
    rules: [delivered('export', { kind: 'unmarked', lines: 4 })],
  },
  {
    name: 'status-cut-once',
    description: 'The first status reply is cut in the middle of its JSON.',
    expected: heals,
    scope: 'repo',
    rules: [delivered('status', { kind: 'cut', framing: 'content-length', by: 'close' }, 1)],
  },
  {
    name: 'stall-before-headers',
    description: 'Exports are never answered; the connection stays open.',
    expected: unreachable,
    scope: 'repo',
    gate: { 'request-timeout': '700ms', 'max-retries': '1' },
    rules: [delivered('export', { kind: 'stall', at: 'start' })],
  },
  {
    name: 'stall-before-headers-once',
    description: 'The first export is never answered.',
    expected: heals,
    scope: 'repo',
    gate: { 'request-timeout': '700ms' },
    rules: [delivered('export', { kind: 'stall', at: 'start' }, 1)],
  },
  {
    name: 'stall-in-body',
    description: 'Every export stops for ever in the middle of its body.',
    expected: unreachable,
    scope: 'repo',
    gate: { 'request-timeout': '700ms', 'max-retries': '1' },
    rules: [delivered('export', { kind: 'stall', at: 'half' })],
  },
  {
    name: 'stall-in-body-once',
    description: 'The first export stops for ever in the middle of its body.',
    expected: heals,
    scope: 'repo',
    gate: { 'request-timeout': '700ms' },
    rules: [delivered('export', { kind: 'stall', at: 'half' }, 1)],
  },
  {
    name: 'status-stall-once',
    description: 'The first status request is never answered.',
    expected: heals,
    scope: 'repo',
    gate: { 'request-timeout': '700ms' },
    rules: [delivered('status', { kind: 'stall', at: 'start' }, 1)],
  },
  {
    name: 'drip',
    description: 'Exports come in pieces of 256 bytes, one each 100 ms: slow, but whole.',
    expected: heals,
    scope: 'repo',
    rules: [delivered('export', { kind: 'drip', bytes: 256, everyMs: 100, forever: false })],
  },
  {
    name: 'drip-for-ever',
    description: 'Exports come in small pieces and never end.',
    expected: unreachable,
    scope: 'repo',
    gate: { timeout: '4s', 'request-timeout': '2s' },
    rules: [delivered('export', { kind: 'drip', bytes: 64, everyMs: 300, forever: true })],
  },
  {
    name: 'latency',
    description: 'Every reply comes a third of a second late.',
    expected: heals,
    scope: 'repo',
    gate: { timeout: '60s' },
    rules: [delivered('any', { kind: 'late', ms: 333 })],
  },
  {
    name: 'not-http',
    description: 'Another protocol answers on the port.',
    expected: unreachable,
    scope: 'repo',
    rules: [delivered('any', { kind: 'raw', text: 'SSH-2.0-OpenSSH_9.2\r\n' })],
  },
  {
    name: 'trigger-stalls',
    description: 'Triggers are accepted, but never answered.',
    expected: unreachable,
    scope: 'repo',
    gate: { 'request-timeout': '700ms', 'max-retries': '1' },
    rules: [delivered('trigger', { kind: 'stall', at: 'start' })],
  },
]
