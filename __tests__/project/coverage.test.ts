/** What `npm run coverage` counts, on small programs that really run. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { countCoverage, countedFiles, type Gaps, gapsOf, leftOut } from '../../scripts/coverage-count.ts'

const program = [
  'type Word = { text: string }',
  "const [given = 'none'] = process.argv.slice(2)",
  'const word: Word = { text: given }',
  "if (word.text === 'left') console.log('left')",
  "const side = word.text === 'right' ? 1 : 2",
  "export const both = word.text === 'left' || (side satisfies number)",
  '',
].join('\n')

describe('coverage', () => {
  let folder = ''
  let counts = ''
  let file = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'soteri-gate-coverage-test-'))
    counts = mkdtempSync(join(folder, 'counts-'))
    file = join(folder, 'program.ts')
    writeFileSync(file, program)
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const runWith = (word: string): void => {
    const { status } = spawnSync(process.execPath, [file, word], { env: { NODE_V8_COVERAGE: counts } })
    expect(status).toBe(0)
  }
  const counted = async (): Promise<Gaps[]> => gapsOf(await countCoverage([file], counts))

  it('names each way that was never taken, at its place after the types', async () => {
    runWith('right')
    const [gaps] = await counted()
    // No default value: V8 cannot say whether it was used.
    expect(gaps?.branches).toEqual(['4:1 then', '5:42'])
    expect(gaps?.summary.branches).toMatchObject({ total: 6, covered: 4 })
  })

  it('adds up what several processes ran', async () => {
    runWith('right')
    runWith('left')
    expect(await counted()).toEqual([])
  })

  it('counts a file that nothing loads as missing', async () => {
    const [gaps] = await counted()
    expect(gaps?.lines).toEqual([2, 3, 4, 5, 6])
    expect(gaps?.summary.branches).toMatchObject({ total: 6, covered: 0 })
  })

  it('takes no count from a process that was killed while it wrote', async () => {
    runWith('right')
    const [name = ''] = readdirSync(counts)
    const text = readFileSync(join(counts, name), 'utf8')
    expect(text).toContain(pathToFileURL(file).href)
    writeFileSync(join(counts, name), text.slice(0, -10))
    expect((await counted())[0]?.summary.lines.covered).toBe(0)
  })

  it('looks at every file of src/ but those that are left out for a reason', () => {
    const all = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.ts'),
    )
    expect(Object.keys(leftOut)).toHaveLength(1)
    expect(countedFiles()).toHaveLength(all.length - 1)
  })

  it('finds no mark in src/ that would leave a line out', () => {
    const marked = countedFiles().filter((path) =>
      /(istanbul|c8|v8|node:coverage) (ignore|disable)/.test(readFileSync(path, 'utf8')),
    )
    expect(marked).toEqual([])
  })
})
