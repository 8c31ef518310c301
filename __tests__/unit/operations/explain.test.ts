/** What `dry-run` says it would send. */
import { describe, expect, it } from '@jest/globals'
import { planOf } from '../../../src/config/run-plan.ts'
import type { Host } from '../../../src/host.ts'
import { dryRun } from '../../../src/operations/explain.ts'
import { recordingLog } from '../../fixtures/recording-log.ts'
import { enough, readGiven } from '../config/given.ts'

function linesOf(values: Record<string, string>): string[] {
  const { inputs, mistakes } = readGiven({ ...enough, token: 't', 'dry-run': 'true', ...values })
  if (inputs === null) throw new Error(JSON.stringify(mistakes))
  const log = recordingLog()
  expect(dryRun({ plan: planOf(inputs), inputs, host: { log } as unknown as Host }).kind).toBe('skipped')
  return log.lines.map(({ line }) => line.replace('https://host/bitbucket/rest/security/latest', '…'))
}

describe('a dry run', () => {
  it('of a gate names every request, the waiting and what would be posted', () => {
    const posted = { 'build-status': 'true', 'code-insights': 'true', commit: 'a'.repeat(40) }
    const comment = { 'pull-request-comment': 'always', 'pull-request': '7' }
    const lines = linesOf({ 'exclude-reviewed': 'true', ...posted, ...comment })
    expect(lines).toEqual([
      'would look up the pull request (7) first, and then do for its branch what follows',
      expect.stringMatching(/^would send PUT …/),
      expect.stringMatching(/^would send GET ….*[Rr]eviewed/),
      expect.stringMatching(/^would send GET …\/export-report/),
      'would ask the scan status of SHOP/cart until it is proven done, and list what is in them',
      `would post the build status of ${'a'.repeat(40)} to Bitbucket`,
      `would post the Code Insights report of ${'a'.repeat(40)} to Bitbucket`,
      'would post a comment on pull request 7 to Bitbucket',
    ])
  })

  it('does not know the commit beforehand', () => {
    expect(linesOf({ branch: 'main', 'build-status': 'true' }).at(-1)).toBe(
      'would post the build status of the head of the branch to Bitbucket',
    )
  })

  it('of a scan that is not waited for asks and posts nothing', () => {
    expect(linesOf({ operation: 'scan' })).toEqual([expect.stringMatching(/^would send PUT …/)])
  })

  it('of cancel names what would be stopped', () => {
    const instance = { project: '', repo: '', scope: 'instance' }
    expect(linesOf({ operation: 'cancel', cancel: 'all', ...instance })).toEqual([
      'would send DELETE …/status/scheduled',
      'would send DELETE …/status/running',
    ])
  })
})
