import { expect, it } from '@jest/globals'
import type { ReviewedRow } from '../../../src/export/finding-row.ts'
import { reviewedCsvLines } from '../../../src/operations/export-reviewed.ts'
import { maskerOf } from '../../../src/text.ts'

const row: ReviewedRow = {
  project: 'PAY',
  repository: 'shop',
  rule: 'AWS_CLIENT_ID',
  path: '=cmd.csv',
  line: 7,
  secretHash: 'stays in the process',
  match: '[redacted]',
  reviewedAt: Date.UTC(2026, 10, 20),
}

it('reviewed.csv has a line for each review, an empty cell for an unknown value, and no formula', () => {
  const bare = {
    ...row,
    project: null,
    repository: null,
    rule: null,
    path: null,
    line: null,
    reviewedAt: null,
  }
  expect([...reviewedCsvLines([row, bare], maskerOf([]))]).toEqual([
    'project,repository,rule,path,line,match,reviewed_at\r\n',
    "PAY,shop,AWS_CLIENT_ID,'=cmd.csv,7,[redacted],2026-11-20T00:00:00.000Z\r\n",
    ',,,,,[redacted],\r\n',
  ])
})

it('reviewed.csv has a mask in place of a credential of the run, in whichever cell', () => {
  const credential = ['run', 'credential'].join('-')
  const cells = {
    project: credential,
    repository: `x-${credential}`,
    rule: credential,
    path: `a/${credential}/b`,
  }
  expect([...reviewedCsvLines([{ ...row, ...cells }], maskerOf([credential]))][1]).toBe(
    '***,x-***,***,a/***/b,7,[redacted],2026-11-20T00:00:00.000Z\r\n',
  )
})
