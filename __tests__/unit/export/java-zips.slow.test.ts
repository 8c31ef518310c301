/** Zips that Java writes at once: the small ones that are kept, many members, a bomb, gigabytes. They need `java`. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from '@jest/globals'
import { openLocalFile, type TempFile } from '../../../src/export/temp-file.ts'
import { archiveDefaults, openZip, type Zip } from '../../../src/export/zip.ts'

const withJava = spawnSync('java', ['-version']).status === 0 ? it : it.skip
const kept = '__tests__/fixtures/java-zips'
const made = mkdtempSync(join(tmpdir(), 'java-zips-'))
const header = 'Project Key,Repository Slug,Branch,File Path,Line Number,Rule,Line,Scanned At\r\n'
const opened: TempFile[] = []
afterAll(async () => {
  for (const file of opened) await file.dispose()
  rmSync(made, { recursive: true, force: true })
})

async function open(path: string): Promise<Zip> {
  const file = await openLocalFile(path)
  opened.push(file)
  return await openZip(file, { ...archiveDefaults, maxExportBytes: 2 ** 34 })
}

function make(...args: readonly string[]): void {
  const java = spawnSync('java', [join(kept, 'MakeZips.java'), ...args], { encoding: 'utf8' })
  expect({ status: java.status, stderr: java.stderr }).toMatchObject({ status: 0 })
}

async function textOf(chunks: AsyncIterable<Buffer> | undefined): Promise<string> {
  const pieces: Buffer[] = []
  for await (const chunk of chunks ?? []) pieces.push(chunk)
  return Buffer.concat(pieces).toString('utf8')
}

/** Names and texts of the members. */
async function contents(path: string): Promise<readonly (readonly [string, string])[]> {
  const { members } = await open(path)
  return await Promise.all(members.map(async ({ name, chunks }) => [name, await textOf(chunks())] as const))
}

withJava('the kept zips are as Java writes them', async () => {
  make('small', made)
  for (const name of ['one-member.zip', 'several-members.zip', 'hostile-names.zip']) {
    expect(await contents(join(kept, name))).toEqual(await contents(join(made, name)))
  }
})

withJava(
  'a zip written by Java may have 70,000 members, with a zip64 end',
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

withJava('a bomb written by Java is stopped, packed fast or well', async () => {
  const path = join(made, 'bomb.zip')
  make('zeros', path, String(2 ** 30))
  const [member] = (await open(path)).members
  await expect(textOf(member?.chunks())).rejects.toMatchObject({
    code: 'EXPORT_TOO_LARGE',
    message: expect.stringContaining('more than max-export-ratio (200) to 1'),
  })
})

withJava(
  'a zip written by Java may have a member above 4 GiB (zip64)',
  async () => {
    const path = join(made, 'large.zip')
    make('rows', path, '4400000000')
    const [member] = (await open(path)).members
    let bytes = 0
    for await (const chunk of member?.chunks() ?? []) bytes += chunk.length
    expect(bytes).toBeGreaterThanOrEqual(4_400_000_000)
  },
  600_000,
)
