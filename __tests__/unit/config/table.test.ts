import { describe, expect, it } from '@jest/globals'
import { inputGroups, inputRows } from '../../../src/config/table.ts'
import { exitCodes } from '../../../src/errors.ts'
import { archiveDefaults } from '../../../src/export/zip.ts'
import { enough, readGiven } from './given.ts'

/** Names that users rely on; the table must not lose one. */
const contract = `operation bitbucket-url token username password ca-file request-timeout max-retries
  max-requests-per-second max-export-size api-version scope project repo branch targets emails start-date end-date
  cancel wait timeout poll-interval thresholds policy-file baseline-file fingerprint-key exclude-reviewed columns mode
  capture-file formats history-file output-dir upload-artifact artifact-name retention-days job-summary annotations on-bad-row
  reveal-secrets code-insights build-status commit pull-request-comment pull-request on-missing-credentials
  report-files require-scanned reviewed-rows-per-text shards dry-run log-level log-findings blame blame-emails
  compare-branch policy-from exclude-repos ca-cert check-skipped`.split(/\s+/)

const limits = ['max-export-ratio', 'max-export-members']
const flags = ['token-file', 'password-file', 'what-if']

describe('the table of inputs', () => {
  it('holds the contract and the extras of the command line', () => {
    const names = inputRows.map((row) => row.name)
    expect(names.toSorted()).toEqual([...contract, ...limits, ...flags].toSorted())
    expect(new Set(names).size).toBe(names.length)
  })

  it('describes each row in plain sentences and uses every group', () => {
    for (const row of inputRows) expect(row.help).toMatch(/^[A-Z`0-9].*\.$/)
    expect(new Set(inputRows.map((row) => row.group))).toEqual(new Set(inputGroups))
  })

  it('lists allowed words where they are needed', () => {
    for (const row of inputRows) {
      const chosen = ['enum', 'enum-list', 'columns'].includes(row.kind)
      expect({ name: row.name, has: row.allowed !== undefined }).toEqual({ name: row.name, has: chosen })
    }
  })
})

it('the limits of the archive are the defaults of the inputs that can change them', () => {
  const { maxExportRatio, maxExportMembers } = readGiven(enough).inputs ?? {}
  expect({ maxRatio: maxExportRatio, maxMembers: maxExportMembers }).toEqual({
    maxRatio: archiveDefaults.maxRatio,
    maxMembers: archiveDefaults.maxMembers,
  })
})

it('the exit codes are those of the contract', () => {
  expect(exitCodes.map(({ exit }) => exit)).toEqual([0, 1, 2, 3, 4, 5, 70, 74, 130])
})
