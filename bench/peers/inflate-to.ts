/** Inflates the members of a zip into a new temporary folder, for peers that cannot read zips. */
import { createWriteStream, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createInflateRaw } from 'node:zlib'
import AdmZip from 'adm-zip'

/** @returns path of the folder, whose files are `0.csv`, `1.csv`, ... */
export async function inflateTo(zip: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-bench-peer-'))
  const entries = new AdmZip(readFileSync(zip), { noSort: true }).getEntries()
  for (const [at, entry] of entries.entries()) {
    const inflate = createInflateRaw({ chunkSize: 256 * 1024 })
    await pipeline(
      Readable.from([entry.getCompressedData()]),
      inflate,
      createWriteStream(join(folder, `${at}.csv`)),
    )
  }
  return folder
}
