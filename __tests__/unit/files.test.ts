/** Files that an input names: what is read, and what is said where that is not possible. */
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { expandPatterns, makeFolder, readTextFile } from '../../src/files.ts'

const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-files-'))
const at = (name: string): string => join(folder, name)

beforeAll(() => {
  mkdirSync(at('exports.csv'))
  for (const name of ['b.csv', 'a.csv', 'a [1].csv']) writeFileSync(at(name), name)
  writeFileSync(at('huge.json'), '')
  // A hole in the disk, not 400 MiB.
  truncateSync(at('huge.json'), 400 * 1024 * 1024 + 1)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a text file', () => {
  it('is read', async () => {
    expect(await readTextFile(at('a.csv'), 'baseline-file')).toBe('a.csv')
  })

  it.each([
    ['is not there', 'none.json', 'does not exist'],
    ['is a folder', 'exports.csv', 'is a folder, not a file'],
    ['is larger than any baseline', 'huge.json', 'is larger than 400 MiB'],
    ['lies below a file', 'a.csv/b.json', 'cannot be read (ENOTDIR)'],
  ])('that %s is named, with its input and the reason', async (_why, name, reason) => {
    await expect(readTextFile(at(name), 'baseline-file')).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: `baseline-file: "${at(name)}" ${reason}.`,
    })
  })
})

describe('patterns', () => {
  it('give files, sorted and each once, and take a name that is there as it stands', async () => {
    expect(await expandPatterns(['*.csv', 'a.csv', 'a [1].csv'], folder)).toEqual(
      [at('a [1].csv'), at('a.csv'), at('b.csv')].sort(),
    )
  })

  it.each(['*.zip', 'exports.csv', 'none.csv'])('that match no file are refused: %s', async (pattern) => {
    await expect(expandPatterns(['*.csv', pattern], folder)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: `report-files: "${pattern}" matches no file.`,
    })
  })
})

describe('a folder', () => {
  it('is made with those above it, and again', () => {
    for (const _round of [1, 2]) makeFolder(at('x/y/z'))
    writeFileSync(at('x/y/z/file'), '')
  })

  it.each([['a.csv'], ['a.csv/x'], ['a.csv/x/y']])('is not made where %s is a file', (name) => {
    expect(() => makeFolder(at(name))).toThrow()
  })

  const onLinux = process.platform === 'linux' ? it : it.skip
  onLinux('is not made where the file system takes none, and that at once', () => {
    expect(() => makeFolder('/proc/x')).toThrow(expect.objectContaining({ code: 'ENOTSUP' }))
    expect(() => makeFolder('/proc/x/y/z')).toThrow(expect.objectContaining({ code: 'ENOTSUP' }))
  })
})
