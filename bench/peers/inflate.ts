/** The yardstick: inflates every member of a zip in 256 KiB chunks with CRC, and does nothing else. */
import { readFileSync } from 'node:fs'
import { crc32, createInflateRaw } from 'node:zlib'
import AdmZip from 'adm-zip'

const zip = new AdmZip(readFileSync(process.argv[2] ?? ''), { noSort: true })
let bytes = 0
for (const entry of zip.getEntries()) {
  const inflate = createInflateRaw({ chunkSize: 256 * 1024 })
  inflate.end(entry.getCompressedData())
  let crc = 0
  for await (const chunk of inflate as AsyncIterable<Buffer>) {
    crc = crc32(chunk, crc)
    bytes += chunk.length
  }
  if (crc !== entry.header.crc) throw new Error('wrong CRC')
}
console.log(bytes)
