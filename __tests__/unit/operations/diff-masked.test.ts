/** Names that show a matched text are masked in a diff, whichever row is the first to say so. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { memoryHost } from '../../../src/ci/memory-host.ts'
import { compare } from '../../../src/operations/diff.ts'
import { csv, header, row } from '../export/exports.ts'

it.each(['before', 'after'])('the row that shows it comes later, in the file %s', async (where) => {
  const folder = mkdtempSync(join(tmpdir(), 'diff-'))
  const secret = ['Hunt3r', 'x', '4711'].join('')
  const Path = `keys/${secret}.txt`
  const named = row({ Path, Match: 'another' })
  const shows = row({ Path, Line: '13', Match: `password = "${secret}"` })
  try {
    const [before, after] = where === 'before' ? [[named, shows], [shows]] : [[], [named, shows]]
    writeFileSync(join(folder, 'a.csv'), csv(header, ...before))
    writeFileSync(join(folder, 'b.csv'), csv(header, ...after))
    const host = memoryHost({
      inputs: new Map(),
      workingFolder: folder,
      signal: new AbortController().signal,
      onLine: () => undefined,
      onConclusion: () => undefined,
    })
    const difference = await compare('a.csv', 'b.csv', host)
    expect(JSON.stringify(difference)).not.toContain(secret)
    const listed = where === 'before' ? difference.fixed : difference.new
    expect(listed.map(({ path }) => path)).toContain('keys/[redacted].txt')
    const again = await compare('b.csv', 'b.csv', host)
    expect(again.counts).toMatchObject({ new: 0, fixed: 0, moved: 0 })
  } finally {
    rmSync(folder, { recursive: true })
  }
})
