/**
 * Run as a process of its own: reads a large export made on the fly and prints what came of it, with the peak of
 * memory, as JSON. Arguments: what the export holds, and its size in MB.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createReadingContext, readExport } from '../../../src/export/read-export.ts'
import { downloadToTempFile } from '../../../src/export/temp-file.ts'
import { archiveDefaults } from '../../../src/export/zip.ts'

const [content = 'rows', megabytes = '200'] = process.argv.slice(2)
const bytes = Number(megabytes) * 1e6
const header = 'Project Key,Repository Slug,Branch,File Path,Line Number,Rule,Line,Scanned At,Author\r\n'
const start = 'PROJ,app,main,a.java,1,AWS_CLIENT_ID,'

async function* rows(): AsyncGenerator<Buffer> {
  let text = header
  let sent = 0
  for (let i = 0; sent < bytes; i++) {
    text +=
      `PROJ${i % 7},repo-${i % 13},feature/branch-${i % 29},src/main/java/com/example/app/Service${i >> 3}.java,` +
      `${i % 5000},AWS_SECRET_ACCESS_KEY,"key = ""K${(i * 7919) % 100_003}"", and more of the line ${i * 31}",` +
      `2024-09-07T00:01:${String(i % 60).padStart(2, '0')}Z,"somebody, who is not reported"\r\n`
    if (text.length < 65_536) continue
    yield Buffer.from(text)
    sent += text.length
    text = ''
  }
}

async function* cell(): AsyncGenerator<Buffer> {
  yield Buffer.from(`${header}${start}"`)
  for (let sent = 0; sent < bytes; sent += 1e6) yield Buffer.alloc(1e6, 'x,')
  yield Buffer.from(`",2024-09-07,somebody\r\n${start}line,2024-09-07T00:00:00Z,somebody\r\n`)
}

async function* cells(): AsyncGenerator<Buffer> {
  yield Buffer.from(header)
  for (let sent = 0; sent < bytes; sent += 1e6) yield Buffer.alloc(1e6, ',')
  yield Buffer.from(`\r\n${start}line,2024-09-07T00:00:00Z,somebody\r\n`)
}

const made = { rows, cell, cells }[content]
if (made === undefined) throw new Error(content)
const folder = mkdtempSync(join(tmpdir(), 'read-large-'))
const { signal: stop } = new AbortController()
try {
  const kept = await downloadToTempFile(folder, made(), stop)
  const started = performance.now()
  let findings = 0
  const { evidence } = await readExport(
    kept,
    {
      source: 'large',
      target: null,
      columns: {},
      onBadRow: 'count',
      period: { from: null, to: null },
      limits: { ...archiveDefaults, maxExportBytes: 2 ** 34 },
    },
    createReadingContext(null),
    {
      onRow() {
        findings += 1
      },
    },
    { stop },
  )
  const seconds = (performance.now() - started) / 1000
  await kept.dispose()
  const peakMB = peakKilobytes() / 1024
  const { rows: read, refused } = evidence
  process.stdout.write(JSON.stringify({ findings, rows: read, refused, peakMB, seconds, bytes: kept.bytes }))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Linux passes on to a new program the peak of the process that started it, so it is not asked for that one. */
function peakKilobytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
}
