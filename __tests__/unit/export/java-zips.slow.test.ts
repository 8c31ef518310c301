/** A zip64 of gigabytes as Java writes it; it needs `java`, a minute and the room on the disk. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from '@jest/globals'
import { openLocalFile } from '../../../src/export/temp-file.ts'

import { archiveDefaults, openZip } from '../../../src/export/zip.ts'

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
    const stored = await openLocalFile(path)
    try {
      const [member] = (await openZip(stored, { ...archiveDefaults, maxExportBytes: 2 ** 34 })).members
      let bytes = 0
      for await (const chunk of member?.chunks() ?? []) bytes += chunk.length
      expect(bytes).toBeGreaterThanOrEqual(4_400_000_000)
    } finally {
      await stored.dispose()
    }
  },
  600_000,
)
