/** Inflates every member of a zip and checks its CRC, nothing else. */
import { readFileSync } from 'node:fs'
import { crc32, createInflateRaw } from 'node:zlib'
import AdmZip from 'adm-zip'

const zip = new AdmZip(readFileSync(process.argv[2] ?? ''), { noSort: true })
for (const entry of zip.getEntries()) {
  const inflate = createInflateRaw({ chunkSize: 256 * 1024 })
  inflate.end(entry.getCompressedData())
  let crc = 0
  for await (const chunk of inflate as AsyncIterable<Buffer>) crc = crc32(chunk, crc)
  if (crc !== entry.header.crc) throw new Error(`wrong CRC of ${entry.entryName}`)
}
console.log('{}')
