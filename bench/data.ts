/**
 * Makes the export that is measured: rows as Soteri's might be, in a zip of several CSV members as Java writes it.
 * The same number of rows gives the same bytes, whatever the machine. Kept in the system's temporary folder.
 *
 * Each repository has branches that show the same findings, as forks of one code do; a line of code with quotes and
 * commas stands in every third row. About 390 bytes a row, some 9 to 1 when deflated.
 */
import { existsSync } from 'node:fs'
import { mkdir, open, rename } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, createDeflateRaw } from 'node:zlib'

const RECIPE = 1
const MEMBERS = 7
const BRANCHES = 10
const FINDINGS = 100
const REPOSITORIES_OF_PROJECT = 25
const HEADER = 'Project Key,Repository,Branch,File Path,Line Number,Rule,Line,Commit Id,Author,Scanned At\r\n'

const rules = [
  'AWS_CLIENT_ID',
  'AWS_MWS_KEY',
  'AWS_SECRET_ACCESS_KEY',
  'RSA_PRIVATE_KEY',
  'SSH_PRIVATE_KEY',
  'GENERIC_PASSWORD',
  'GENERIC_API_TOKEN',
  'SLACK_WEBHOOK',
  'DATABASE_CONNECTION_STRING',
  'TROJAN_SOURCE',
]
const folders = [
  'src/main/java/com/example',
  'src/main/resources/config',
  'deploy/kubernetes/overlays',
  'tests/it',
]
const words = [
  'payment',
  'ledger',
  'gateway',
  'customer',
  'invoice',
  'catalog',
  'session',
  'router',
  'metrics',
  'mailer',
]
const suffixes = [
  'Client.java',
  'application.yml',
  'settings.properties',
  'Service.kt',
  'values.yaml',
  'Dockerfile',
]

/** mulberry32: small, quick, and the same everywhere. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

type Finding = { readonly path: string; readonly line: number; readonly rule: string; readonly text: string }

function findingsOf(repository: number): readonly Finding[] {
  const random = randomNumbers(repository + 1)
  const pick = (from: readonly string[]): string => from[random(from.length)] ?? ''
  const text = (length: number): string =>
    Array.from({ length }, () => letters[random(letters.length)]).join('')
  return Array.from({ length: FINDINGS }, (_none, at) => {
    const path = `${pick(folders)}/${pick(words)}/${pick(words)}/internal/${pick(words)}/${pick(suffixes)}`
    const made = text(24)
    const plain = `    ${pick(words)}_${pick(words)}_credential = ${made}  # for the ${pick(words)} service of ${pick(words)}, see the handbook of the ${pick(words)} team`
    const quoted = `"    client.configure(""${pick(words)}"", new Credential(""${made}""), Duration.ofSeconds(30), ${pick(words)}Registry.global())  // TODO, rotate"`
    return {
      path,
      line: 1 + at * 7 + random(5),
      rule: pick(rules),
      text: at % 3 === 0 ? quoted : plain.replaceAll(',', ''),
    }
  })
}

/** The rows of one repository, branch after branch, as text; at most `limit` of them. */
function rowsOf(repository: number, limit: number): string {
  const random = randomNumbers(repository * 31 + 7)
  const project = `PRJ${String(Math.floor(repository / REPOSITORIES_OF_PROJECT)).padStart(3, '0')}`
  const slug = `${words[repository % words.length]}-${words[(repository >> 3) % words.length]}-service-${repository}`
  const findings = findingsOf(repository)
  let text = ''
  for (let branch = 0, rows = 0; branch < BRANCHES && rows < limit; branch++) {
    const name = branch === 0 ? 'main' : `feature/${words[branch % words.length]}-${1000 + branch}-rework`
    const commit = Array.from({ length: 5 }, () =>
      random(2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    ).join('')
    const author = `${words[random(words.length)]}.${words[random(words.length)]}@corp.example.com`
    const scanned = new Date(Date.UTC(2024, 8, 1) + random(86_400 * 30) * 1000)
      .toISOString()
      .replace('.000', '')
    for (const { path, line, rule, text: code } of findings) {
      if (rows++ >= limit) break
      text += `${project},${slug},${name},${path},${line},${rule},${code},${commit},${author},${scanned}\r\n`
    }
  }
  return text
}

/** The bytes of the CSV with `rows` rows that begin with repository `first`, in pieces of about 400 kB. */
function* csvOf(first: number, rows: number): Generator<Buffer> {
  yield Buffer.from(HEADER)
  const perRepository = BRANCHES * FINDINGS
  for (let done = 0; done < rows; done += perRepository) {
    yield Buffer.from(rowsOf(first + done / perRepository, rows - done))
  }
}

/** Path of the zip with `rows` rows; it is made when it is not there yet. */
export async function exportOf(rows: number): Promise<string> {
  const folder = join(tmpdir(), 'soteri-gate-bench')
  const path = join(folder, `export-${RECIPE}-${rows}.zip`)
  if (existsSync(path)) return path
  await mkdir(folder, { recursive: true })
  await writeZip(`${path}.partial`, rows)
  await rename(`${path}.partial`, path)
  return path
}

async function writeZip(path: string, rows: number): Promise<void> {
  const file = await open(path, 'w')
  const directory: Buffer[] = []
  let at = 0
  const write = async (bytes: Buffer): Promise<void> => {
    await file.write(bytes)
    at += bytes.length
  }
  const repositories = Math.ceil(rows / (BRANCHES * FINDINGS))
  const share = Math.ceil(repositories / MEMBERS)
  for (let first = 0; first < repositories; first += share) {
    const offset = at
    const name = Buffer.from(`findings-${Math.floor(first / share) + 1}.csv`)
    const many = Math.min(share * BRANCHES * FINDINGS, rows - first * BRANCHES * FINDINGS)
    await write(Buffer.concat([localHeader(name), name]))
    const start = at
    const { size, crc } = await deflate(csvOf(first, many), write)
    const sizes = { crc, packed: at - start, size }
    await write(descriptor(sizes))
    directory.push(Buffer.concat([directoryEntry(name, sizes, offset), name]))
  }
  const entries = Buffer.concat(directory)
  const offset = at
  await write(entries)
  await write(endRecord(directory.length, entries.length, offset))
  await file.close()
}

async function deflate(
  pieces: Iterable<Buffer>,
  write: (bytes: Buffer) => Promise<void>,
): Promise<{ size: number; crc: number }> {
  const packer = createDeflateRaw()
  let size = 0
  let crc = 0
  const feeding = (async () => {
    for (const piece of pieces) {
      size += piece.length
      crc = crc32(piece, crc)
      if (!packer.write(piece)) await new Promise((resolve) => packer.once('drain', resolve))
    }
    packer.end()
  })()
  for await (const packed of packer) await write(packed)
  await feeding
  return { size, crc }
}

type Sizes = { readonly crc: number; readonly packed: number; readonly size: number }
/** Version 2.0; a data descriptor follows, names are UTF-8; deflated. */
const METHOD = [20, 0x0808, 8] as const
/** 2024-09-01 00:00 as DOS writes it. */
const STAMP = [0, 0x5921] as const

function localHeader(name: Buffer): Buffer {
  return shorts32(0x04034b50, [...METHOD, ...STAMP], [0, 0, 0], [name.length, 0])
}

function descriptor({ crc, packed, size }: Sizes): Buffer {
  return shorts32(0x08074b50, [], [crc, packed, size], [])
}

function directoryEntry(name: Buffer, { crc, packed, size }: Sizes, offset: number): Buffer {
  const start = shorts32(
    0x02014b50,
    [20, ...METHOD, ...STAMP],
    [crc, packed, size],
    [name.length, 0, 0, 0, 0],
  )
  const end = Buffer.alloc(8)
  end.writeUInt32LE(offset, 4)
  return Buffer.concat([start, end])
}

function endRecord(entries: number, bytes: number, offset: number): Buffer {
  return shorts32(0x06054b50, [0, 0, entries, entries], [bytes, offset], [0])
}

/** A signature, 16-bit numbers, 32-bit numbers, 16-bit numbers: the shape of every record of a zip. */
function shorts32(
  signature: number,
  before: readonly number[],
  longs: readonly number[],
  after: readonly number[],
): Buffer {
  const bytes = Buffer.alloc(4 + 2 * before.length + 4 * longs.length + 2 * after.length)
  let at = bytes.writeUInt32LE(signature, 0)
  for (const number of before) at = bytes.writeUInt16LE(number, at)
  for (const number of longs) at = bytes.writeUInt32LE(number, at)
  for (const number of after) at = bytes.writeUInt16LE(number, at)
  return bytes
}
