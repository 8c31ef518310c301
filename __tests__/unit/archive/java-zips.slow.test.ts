/** A zip64 of gigabytes as Java writes it; it needs `java`, a minute and the room on the disk. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from '@jest/globals'
import { archiveDefaults } from '../../../src/archive/limits.ts'
import { spoolOfFile } from '../../../src/archive/local-file.ts'
import { openZip } from '../../../src/archive/zip.ts'

const withJava = spawnSync('java', ['-version']).status === 0 ? it : it.skip
const folder = mkdtempSync(join(tmpdir(), 'java-zips-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

withJava(
  'a zip written by Java may have a member above 4 GiB (zip64)',
  async () => {
    const path = join(folder, 'large.zip')
    const program = join('__tests__', 'fixtures', 'java-zips', 'MakeZips.java')
    const java = spawnSync('java', [program, 'rows', path, '4400000000'], { encoding: 'utf8' })
    expect({ status: java.status, stderr: java.stderr }).toMatchObject({ status: 0 })
    const spool = await spoolOfFile(path)
    try {
      const [member] = (await openZip(spool, { ...archiveDefaults, maxExportBytes: 2 ** 34 })).members
      let bytes = 0
      for await (const chunk of member?.chunks() ?? []) bytes += chunk.length
      expect(bytes).toBeGreaterThanOrEqual(4_400_000_000)
    } finally {
      await spool.dispose()
    }
  },
  600_000,
)
