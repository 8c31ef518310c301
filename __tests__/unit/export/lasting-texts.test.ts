/** No matched text outlives the reading of its export: neither as a string nor in the bytes of any buffer. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { isThorough } from '../../fixtures/runs.ts'
import { canaryOf, type Scenario, scenarios } from './canaries.ts'

/** Each costs a snapshot of the heap. */
const looked: readonly Scenario[] = isThorough ? scenarios : ['bad', 'zip', 'control']
const folder = mkdtempSync(join(tmpdir(), 'lasting-texts-'))

beforeAll(() => {
  // Longer strings would be cut in the snapshot.
  const flags = ['--expose-gc', '--heap-snapshot-string-limit=100000000']
  const child = spawnSync(
    process.execPath,
    [...flags, '__tests__/unit/export/lasting-texts.ts', folder, ...looked],
    {
      encoding: 'utf8',
    },
  )
  if (child.status !== 0) throw new Error(child.stderr)
}, 600_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Where the canary is among all that is reachable. */
function placesOf(scenario: Scenario): readonly string[] {
  const [buffers, strings] = ['buffers', 'heapsnapshot'].map((kind) =>
    readFileSync(join(folder, `${scenario}.${kind}`)),
  )
  if (buffers === undefined || strings === undefined) throw new Error(scenario)
  const canary = canaryOf(scenario)
  return [
    // ASCII, and so the same in Latin-1 and UTF-8.
    ...(buffers.includes(canary, 0, 'latin1') ? ['a buffer'] : []),
    ...(buffers.includes(canary, 0, 'utf16le') ? ['a buffer in UTF-16'] : []),
    ...(strings.includes(canary, 0, 'latin1') ? ['a string'] : []),
  ]
}

describe('after an export was read', () => {
  it.each(looked.filter((each) => each !== 'control'))('nothing holds its matched texts: %s', (scenario) => {
    expect(placesOf(scenario)).toEqual([])
  })

  it('a text that is kept on purpose is found', () => {
    expect(placesOf('control')).toEqual(['a buffer', 'a string'])
  })
})
