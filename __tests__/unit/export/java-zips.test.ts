/** Zips as the server writes them, made by MakeZips.java and kept. Others are in `java-zips.slow.test.ts`. */
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { openLocalFile, type TempFile } from '../../../src/export/temp-file.ts'
import { archiveDefaults, openZip, type Zip } from '../../../src/export/zip.ts'

const folder = '__tests__/fixtures/java-zips'
const limits = { ...archiveDefaults, maxExportBytes: 2 ** 34 }
const opened: TempFile[] = []
afterAll(async () => {
  for (const file of opened) await file.dispose()
})

async function open(path: string): Promise<Zip> {
  const file = await openLocalFile(path)
  opened.push(file)
  return await openZip(file, limits)
}

async function textOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = []
  for await (const chunk of chunks) pieces.push(chunk)
  return Buffer.concat(pieces).toString('utf8')
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
})
