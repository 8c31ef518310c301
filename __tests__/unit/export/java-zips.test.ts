/** Zips as the server writes them. The small ones were made by MakeZips.java and are kept; large ones need `java`. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { openLocalFile, type TempFile } from '../../../src/export/temp-file.ts'
import { archiveDefaults, openZip, type Zip } from '../../../src/export/zip.ts'

const folder = '__tests__/fixtures/java-zips'
const limits = { ...archiveDefaults, maxExportBytes: 2 ** 34 }
const hasJava = spawnSync('java', ['-version']).status === 0
const withJava = hasJava ? it : it.skip

let made: string
beforeAll(() => {
  made = mkdtempSync(join(tmpdir(), 'java-zips-'))
})
const opened: TempFile[] = []
afterAll(async () => {
  for (const file of opened) await file.dispose()
  rmSync(made, { recursive: true, force: true })
})

async function open(path: string): Promise<Zip> {
  const file = await openLocalFile(path)
  opened.push(file)
  return await openZip(file, limits)
}

function make(...args: readonly string[]): void {
  const java = spawnSync('java', [join(folder, 'MakeZips.java'), ...args], { encoding: 'utf8' })
  if (java.status !== 0) throw new Error(java.stderr)
}

async function textOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = []
  for await (const chunk of chunks) pieces.push(chunk)
  return Buffer.concat(pieces).toString('utf8')
}

/** Names and texts of the members. */
async function contents(path: string): Promise<readonly (readonly [string, string])[]> {
  const { members } = await open(path)
  return await Promise.all(members.map(async ({ name, chunks }) => [name, await textOf(chunks())] as const))
}

const header = 'Project Key,Repository Slug,Branch,File Path,Line Number,Rule,Line,Scanned At\r\n'

describe('a zip written by Java', () => {
  it.each(['one-member.zip', 'stored.zip'])('%s is read', async (name) => {
    const { members, others } = await open(join(folder, name))
    expect(others).toEqual([])
    expect(members.map((member) => member.name)).toEqual(['findings.csv'])
    const text = await textOf(members[0]?.chunks() ?? (async function* () {})())
    expect(text.startsWith(header)).toBe(true)
    expect(text).toContain('src/Café 2.java')
  })

  it('is read with all its CSVs in whatever folder and case', async () => {
    const { members, others } = await open(join(folder, 'several-members.zip'))
    expect(members.map((member) => member.name)).toEqual(['projects/PROJ.csv', 'projects/OTHER.CSV'])
    expect(others.map(({ name }) => name)).toEqual(['README.txt'])
    for (const member of members) expect(await textOf(member.chunks())).toContain(header)
  })

  it('may have hostile names, which are shown harmless', async () => {
    const { members } = await open(join(folder, 'hostile-names.zip'))
    expect(members.map((member) => member.name)).toEqual([
      '../../outside.csv',
      '/etc/absolute.csv',
      'new_line.csv',
      '___error__forged.csv',
      'Grüße _gnp.csv',
    ])
    for (const member of members) expect(await textOf(member.chunks())).toContain('AWS_CLIENT_ID')
  })

  it('without a CSV is refused', async () => {
    await expect(open(join(folder, 'no-csv.zip'))).rejects.toThrow(/is named \*\.csv/)
  })

  it('without members is empty', async () => {
    expect((await open(join(folder, 'no-members.zip'))).members).toEqual([])
  })

  withJava('is kept here as Java writes it', async () => {
    make('small', made)
    for (const name of ['one-member.zip', 'several-members.zip', 'hostile-names.zip']) {
      expect(await contents(join(folder, name))).toEqual(await contents(join(made, name)))
    }
  })

  withJava(
    'may have 70,000 members, with a zip64 end',
    async () => {
      const path = join(made, 'many.zip')
      make('many', path, '70000')
      const { members } = await open(path)
      expect(members).toHaveLength(70_000)
      let bytes = 0
      for (const member of members) for await (const chunk of member.chunks()) bytes += chunk.length
      expect(bytes).toBeGreaterThan(70_000 * header.length)
      expect(members[69_999]?.name).toBe('repos/69999.csv')
    },
    300_000,
  )

  withJava('is stopped when it is a bomb, packed fast or well', async () => {
    const path = join(made, 'bomb.zip')
    make('zeros', path, String(2 ** 30))
    const [member] = (await open(path)).members
    await expect(textOf(member?.chunks() ?? (async function* () {})())).rejects.toMatchObject({
      code: 'EXPORT_TOO_LARGE',
      message: expect.stringContaining('more than max-export-ratio (200) to 1'),
    })
  })
})
