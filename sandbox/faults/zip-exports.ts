/** Faults of zipped exports: damaged, lying, hostile or merely unusual archives. */
import { constants, deflateRawSync } from 'node:zlib'
import { unpackZip, type ZipMember } from '../zip.ts'
import type { FaultScenario } from './scenario.ts'
import { type RawMember, zipBytes } from './zip-bytes.ts'

const heals = { heals: true } as const
const broken = { verdict: 'error', exitCode: 5 } as const

/** A scenario that changes the bytes of the instance's export. */
function zipped(
  name: string,
  description: string,
  expected: FaultScenario['expected'],
  change: (body: Buffer) => Buffer,
  gate: Readonly<Record<string, string>> = {},
): FaultScenario {
  return {
    name,
    description,
    expected,
    scope: 'instance',
    gate,
    rules: [
      { on: 'export', does: { kind: 'change', change: (reply) => ({ ...reply, body: change(reply.body) }) } },
    ],
  }
}

/** Writes the genuine members anew, each changed. */
function members(change: (member: ZipMember, index: number) => RawMember): (body: Buffer) => Buffer {
  return (body) => zipBytes(unpackZip(body).map(change))
}

/** Writes the genuine members and some more. */
function withMore(more: (genuine: readonly ZipMember[]) => readonly RawMember[]): (body: Buffer) => Buffer {
  return (body) => {
    const genuine = unpackZip(body)
    return zipBytes([...genuine, ...more(genuine)])
  }
}

const first = (genuine: readonly ZipMember[]): ZipMember =>
  genuine[0] ?? { name: 'export.csv', content: Buffer.alloc(0) }
const headerOf = ({ content }: ZipMember): Buffer => content.subarray(0, content.indexOf(10) + 1)

/** The family "zip exports" of docs/sandbox.md. */
export const zipFaults: readonly FaultScenario[] = [
  zipped('zip-truncated', 'The zip ends after two thirds, and HTTP says that all is well.', broken, (body) =>
    body.subarray(0, Math.floor((body.length * 2) / 3)),
  ),
  zipped('zip-cut-directory', 'The last bytes of the zip are missing.', broken, (body) =>
    body.subarray(0, -10),
  ),
  zipped(
    'zip-bad-crc',
    'The checksum of a member is wrong.',
    broken,
    members((member, index) => (index === 0 ? { ...member, crc: 0x12345678 } : member)),
  ),
  zipped('zip-damaged', 'Bytes inside the compressed data are changed.', broken, (body) => {
    const copy = Buffer.from(body)
    copy.fill(0xff, 60, 90)
    return copy
  }),
  zipped(
    'zip-lying-size',
    'The directory gives a smaller size than the member has.',
    broken,
    members((member) => ({ ...member, size: Math.floor(member.content.length / 2) })),
  ),
  zipped(
    'zip-encrypted',
    'The members are marked as encrypted.',
    broken,
    members((member) => ({ ...member, flags: 1 })),
  ),
  zipped(
    'zip-unknown-method',
    'The members are compressed by a method that is not deflate.',
    broken,
    members((member) => ({ ...member, method: 12 })),
  ),
  zipped(
    'zip-duplicate-names',
    'Two members have the same name.',
    broken,
    withMore((genuine) => [{ name: first(genuine).name, content: headerOf(first(genuine)) }]),
  ),
  zipped('zip-no-csv', 'The zip holds a text file and no CSV.', broken, () =>
    zipBytes([{ name: 'README.txt', content: Buffer.from('Nothing to see here.\n') }]),
  ),
  zipped('zip-no-members', 'The zip holds nothing at all.', broken, () => zipBytes([])),
  zipped('zip-of-zip', 'The zip holds another zip instead of CSVs.', broken, (body) =>
    zipBytes([{ name: 'export.zip', content: body }]),
  ),
  zipped(
    'zip-html-member',
    'A CSV inside the zip is an HTML page.',
    broken,
    withMore(() => [
      { name: 'ZZZ.csv', content: Buffer.from('<!doctype html><html><body>Error</body></html>') },
    ]),
  ),
  zipped(
    'zip-empty-member',
    'The CSVs inside the zip are empty.',
    broken,
    members((member) => ({ ...member, content: Buffer.alloc(0) })),
  ),
  zipped(
    'zip-bomb',
    'A member of a few megabytes inflates to 10 GiB of rows.',
    broken,
    (body) => zipBytes([bomb(first(unpackZip(body)))]),
    { 'max-export-size': '16MiB' },
  ),
  zipped('zip-bomb-of-zeros', 'A member of ten megabytes inflates to 10 GiB of zeros.', broken, () =>
    zipBytes([repeated('bomb.csv', Buffer.alloc(1024 * 1024), 10 * 1024)]),
  ),
  zipped(
    'zip-too-many-members',
    'The zip has 250,000 members.',
    broken,
    withMore((genuine) => {
      const content = headerOf(first(genuine))
      return Array.from({ length: 250_000 }, (_, index) => ({
        name: `empty-${index}.csv`,
        content,
        method: 0,
      }))
    }),
    { timeout: '60s', 'request-timeout': '30s' },
  ),
  zipped(
    'zip-many-members',
    'The zip has 70,000 members more, all with a header only.',
    heals,
    withMore((genuine) => {
      const content = headerOf(first(genuine))
      return Array.from({ length: 70_000 }, (_, index) => ({
        name: `empty-${index}.csv`,
        content,
        method: 0,
      }))
    }),
    { timeout: '60s', 'request-timeout': '30s' },
  ),
  zipped(
    'zip-hostile-names',
    'Members are named to escape a folder or to speak to a CI system.',
    heals,
    members((member, index) => {
      const names = ['../../../../pwned.csv', '/etc/cron.d/pwned.csv', 'a\n::error::pwned\n.csv']
      return { ...member, name: names[index % names.length] ?? member.name }
    }),
  ),
  zipped(
    'zip-data-descriptors',
    'The zip is written as Java does: sizes after the data.',
    heals,
    members((member) => ({ ...member, dataDescriptor: true })),
  ),
  zipped(
    'zip-zip64',
    'Sizes are in zip64 fields.',
    heals,
    members((member) => ({ ...member, zip64: true })),
  ),
  zipped(
    'zip-stored',
    'The members are not compressed.',
    heals,
    members((member) => ({ ...member, method: 0 })),
  ),
  zipped('zip-folders', 'The CSVs are in a folder, next to a text file.', heals, (body) =>
    zipBytes([
      { name: 'findings/README.txt', content: Buffer.from('Exported by the server.\n') },
      ...unpackZip(body).map((member) => ({ ...member, name: `findings/2026/${member.name}` })),
    ]),
  ),
  zipped('zip-one-csv', 'The instance is exported as one bare CSV instead of a zip.', heals, (body) => {
    const [head, ...rest] = unpackZip(body)
    if (head === undefined) return body
    return Buffer.concat([
      head.content,
      ...rest.map((member) => member.content.subarray(headerOf(member).length)),
    ])
  }),
]

/** A CSV with a genuine header and then the same rows over and over. */
function bomb(genuine: ZipMember): RawMember {
  const header = headerOf(genuine)
  const row = genuine.content.subarray(header.length, genuine.content.indexOf(10, header.length) + 1)
  const rows = Buffer.concat(
    Array.from({ length: Math.ceil((1024 * 1024) / Math.max(1, row.length)) }, () => row),
  )
  return repeated(genuine.name, rows, 10 * 1024, header)
}

/** Deflated once and written many times: blocks that end on a byte border may follow each other. */
function repeated(name: string, block: Buffer, times: number, head: Buffer = Buffer.alloc(0)): RawMember {
  const flush = { finishFlush: constants.Z_FULL_FLUSH }
  const piece = deflateRawSync(block, flush)
  const deflated = Buffer.concat([
    deflateRawSync(head, flush),
    ...Array.from({ length: times }, () => piece),
    deflateRawSync(Buffer.alloc(0)),
  ])
  return { name, content: Buffer.alloc(0), deflated, size: head.length + block.length * times, zip64: true }
}
