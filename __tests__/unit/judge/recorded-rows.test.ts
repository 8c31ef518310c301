import { expect, it } from '@jest/globals'
import { FindingNames, FindingRow } from '../../../src/export/finding-row.ts'
import { SecretHasher } from '../../../src/export/secret-hash.ts'
import { REDACTED } from '../../../src/finding.ts'
import { RecordedRows } from '../../../src/judge/comparison.ts'

it('gives back all of a row that is judged', () => {
  const row = new FindingRow(new FindingNames(), new SecretHasher(null))
  const key = (path: string) => ({ project: 'PROJ', repository: 'shop', path, rule: 'OWN' })
  const keyOf = (path: string): number => row.names.key(key(path))
  const place = { repository: 0, rule: 0, branch: row.names.branches.intern('main') }
  const rows = [
    {
      key: keyOf('a'),
      line: 7,
      scannedMs: 1_790_000_000_000,
      hashLow: 1,
      hashHigh: 2 ** 32 - 1,
      hasText: true,
    },
    {
      key: keyOf('b'),
      line: 0,
      scannedMs: Number.NaN,
      hashLow: 0,
      hashHigh: 0,
      hasText: false,
      flags: 5,
    },
    { key: keyOf('a'), former: key('c'), fingerprint: '0f'.repeat(16), match: REDACTED, hasText: false },
  ].map((one) => ({ match: one.hasText ? REDACTED : '', flags: 0, former: null, ...one, ...place }))
  const recorded = new RecordedRows()
  for (const one of rows) recorded.add(Object.assign(row, { fingerprint: undefined }, one))
  const seen: FindingRow[] = []
  recorded.replay(row, (again) => seen.push(Object.assign(Object.create(null), again)))
  expect(seen).toMatchObject(rows)
  expect(seen.map(({ fingerprint }) => fingerprint)).toEqual([undefined, undefined, '0f'.repeat(16)])
  expect(rows.map((_row, at) => recorded.lineAt(at))).toEqual([7, 0, seen[2]?.line])
})
