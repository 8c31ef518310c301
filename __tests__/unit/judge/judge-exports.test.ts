/** What a run makes of its exports, as a whole. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { memoryHost } from '../../../src/ci/memory-host.ts'
import { planOf } from '../../../src/config/run-plan.ts'
import { hashKeyOf } from '../../../src/config/settings.ts'
import { startState } from '../../../src/context.ts'
import { RunExports } from '../../../src/export/fetch-exports.ts'
import { type Baseline, readBaseline } from '../../../src/judge/baseline.ts'
import { judgeExports, type RulingSink } from '../../../src/judge/judge-exports.ts'
import { openFindingsFile } from '../../../src/report/findings-csv.ts'
import { TopFindings } from '../../../src/report/top-findings.ts'
import { readGiven } from '../config/given.ts'
import { csv, header, row } from '../export/exports.ts'
import { baselineText } from './judging.ts'

const policy = { thresholds: [], suppressions: [], severities: [] }

async function evaluate(folder: string, files: readonly string[], baseline: Baseline | null = null) {
  const { inputs } = readGiven({ operation: 'evaluate', 'report-files': 'a.csv' })
  if (inputs === null) throw new Error('the inputs are wrong')
  const host = memoryHost({
    inputs: new Map(),
    workingFolder: folder,
    signal: new AbortController().signal,
    onLine: () => undefined,
    onConclusion: () => undefined,
  })
  const plan = planOf(inputs, files)
  const context = { host, inputs, policy, plan, folder, hashKey: hashKeyOf(null) }
  const state = startState(host.clock)
  const exports = new RunExports(context, state, null)
  const statuses: string[] = []
  const csvPath = join(folder, 'findings.csv')
  const file = files.length === 0 ? null : openFindingsFile(csvPath)
  const top = new TopFindings()
  const sink: RulingSink = {
    add(row, ruling) {
      statuses.push(ruling.status)
      file?.add(row, ruling)
      top.add(row, ruling)
    },
    mask: (masks) => top.mask(masks),
  }
  const against = { baseline, scope: null, isReviewed: null }
  const { decision } = await judgeExports(exports, against, sink, context, state)
  const failure = (await file?.complete(host.stop)) ?? null
  const written = file === null ? '' : readFileSync(csvPath, 'utf8')
  const digest = file?.written()
  return { decision, statuses, names: exports.reading.row.names, written, failure, digest, top: top.items() }
}

// No operation has such a plan, and none may ever pass by it.
it('is an error without a single export', async () => {
  const judged = evaluate('.', [])
  await expect(judged).rejects.toMatchObject({
    code: 'EXPORT_MISSING',
    message: 'There is no export to judge.',
  })
})

it('reads names first where the baseline has masked ones, and forgets them after the last export', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'judge-exports-'))
  const secret = ['Hunt3r', 'x', '4711'].join('')
  try {
    const Path = `=a;${secret}"`
    writeFileSync(join(folder, 'a.csv'), csv(header, row({ Path, Match: 'another' })))
    writeFileSync(
      join(folder, 'b.csv'),
      csv(header, row({ Path, Match: `password = "${secret}"`, Line: '13' })),
    )
    const { decision, names, written, failure, digest, top } = await evaluate(folder, ['a.csv', 'b.csv'])
    expect(decision.counts).toMatchObject({ total: 2, distinct: 2 })
    expect(baselineText(decision)).toContain('"=a;[redacted]\\"": {"AWS_CLIENT_ID": {"1": 2}}')
    const texts = Array.from({ length: names.keys.size }, (_none, key) => names.keys.text(key))
    expect(texts.filter((text) => text.includes(secret))).toEqual([])
    expect([failure, readdirSync(folder)]).toEqual([null, ['a.csv', 'b.csv', 'findings.csv']])
    expect(written.split('\r\n').map((line) => line.split(',')[3])).toEqual([
      'path',
      '"\'=a;[redacted]"""',
      '"\'=a;[redacted]"""',
      undefined,
    ])
    expect(digest).toEqual({
      bytes: Buffer.byteLength(written),
      sha256: createHash('sha256').update(written).digest('hex'),
    })
    expect(top.map(({ path }) => path)).toEqual(['=a;[redacted]"', '=a;[redacted]"'])
    const again = await evaluate(folder, ['a.csv', 'b.csv'], readBaseline(baselineText(decision), 'b', null))
    expect(again.statuses).toEqual(['known', 'known'])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
