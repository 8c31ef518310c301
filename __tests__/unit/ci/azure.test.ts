/** What Azure Pipelines reads, where less is known than in a whole run. */
import { expect, it } from '@jest/globals'
import { ciFormats } from '../../../src/ci/ci-formats.ts'

it('debug lines are for those who asked for them', () => {
  expect(ciFormats.azure.line('debug', 'a; b')).toBe('##[debug]a; b')
})

it('a note without a place has none, and a notice is a warning: Azure knows no other', () => {
  const note = { level: 'notice', title: 'soteri-gate: fail', message: 'See the report.' } as const
  expect(ciFormats.azure.annotation?.(note)).toBe(
    '##vso[task.logissue type=warning;]soteri-gate: fail: See the report.',
  )
  expect(ciFormats.azure.annotation?.({ ...note, level: 'error', path: 'a.ts' })).toContain(
    'type=error;sourcepath=a.ts;]',
  )
})

it('nothing is attached when no summary was written', () => {
  const outputs = { verdict: 'error', 'summary-file': '' }
  const lines = ciFormats.azure.closing({ outputs } as unknown as Parameters<
    typeof ciFormats.azure.closing
  >[0])
  expect(lines).toEqual([
    '##vso[task.setvariable variable=SOTERI_VERDICT;isOutput=true]error',
    '##vso[task.setvariable variable=SOTERI_SUMMARY_FILE;isOutput=true]',
  ])
})

it.each([
  [{ SYSTEM_TEAMPROJECT: 'Pay', BUILD_BUILDID: '7' }],
  [{ SYSTEM_COLLECTIONURI: 'https://dev.ciFormats.azure.com/x/', BUILD_BUILDID: '7' }],
  [{ SYSTEM_COLLECTIONURI: 'https://dev.ciFormats.azure.com/x/', SYSTEM_TEAMPROJECT: 'Pay' }],
])('there is no link to a run of which only %j is known', (variables) => {
  expect(ciFormats.azure.runUrl(variables)).toBeNull()
})
