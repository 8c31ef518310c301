/** Cases about zips: written by Java, by adm-zip and by hand, whole and damaged. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type RawMember, zipBytes } from '../../sandbox/faults/zip-bytes.ts'
import { packZip } from '../../sandbox/zip.ts'
import { type Case, evaluation, type Inputs } from './case.ts'
import { csv, fewRows, row } from './export-rows.ts'

const javaZips = fileURLToPath(new URL('../../__tests__/fixtures/java-zips/', import.meta.url))

export function archiveCases(): readonly Case[] {
  return [
    ...javaCases(),
    {
      name: 'zip: whole ones',
      steps: [evaluation(Object.fromEntries(whole.map(([name, bytes]) => [`${name}.zip`, bytes])))],
    },
    ...whole.filter(([name]) => name === 'adm-zip').map(([name, bytes]) => zipCase(name, bytes)),
    ...damaged.map(([name, bytes, inputs]) => zipCase(name, bytes, inputs)),
  ]
}

function zipCase(name: string, bytes: Buffer, inputs: Inputs = {}): Case {
  return { name: `zip: ${name}`, steps: [evaluation({ 'export.zip': bytes }, inputs)] }
}

function javaCases(): readonly Case[] {
  const names = readdirSync(javaZips).filter((name) => name.endsWith('.zip'))
  return names.sort().map((name) => zipCase(`Java, ${name}`, readFileSync(`${javaZips}${name}`)))
}

const text = Buffer.from(csv(fewRows))
const other = Buffer.from(
  csv([row({ project: 'OPS' }), row({ project: 'OPS', branch: 'x' })], { delimiter: ';' }),
)
const members: readonly RawMember[] = [
  { name: 'a.csv', content: text },
  { name: 'b.csv', content: other },
]
const changed = (change: Partial<RawMember>, at = 0): Buffer =>
  zipBytes(members.map((member, index) => (index === at ? { ...member, ...change } : member)))
const withMore = (...more: readonly RawMember[]): Buffer => zipBytes([...members, ...more])
const manyRows = Buffer.from(csv(Array.from({ length: 4_000 }, (_none, at) => row({ line: String(at + 1) }))))
const note = Buffer.from('Nothing to see here.\n')

type Zip = readonly [name: string, bytes: Buffer, inputs?: Inputs]

const whole: readonly Zip[] = [
  ['adm-zip', packZip(members)],
  ['deflated', zipBytes(members)],
  ['stored', zipBytes(members.map((member) => ({ ...member, method: 0 })))],
  ['data descriptors', zipBytes(members.map((member) => ({ ...member, dataDescriptor: true })))],
  [
    'stored with data descriptors',
    zipBytes(members.map((member) => ({ ...member, method: 0, dataDescriptor: true }))),
  ],
  ['zip64', zipBytes(members.map((member) => ({ ...member, zip64: true })))],
  ['one large member', zipBytes([{ name: 'a.csv', content: manyRows }])],
  [
    'one large member with a data descriptor',
    zipBytes([{ name: 'a.csv', content: manyRows, dataDescriptor: true }]),
  ],
  [
    '400 members',
    zipBytes(
      Array.from({ length: 400 }, (_none, at) => ({
        name: `repos/${at}.csv`,
        content: Buffer.from(csv([row({ repository: `repo-${at}` })])),
      })),
    ),
  ],
  ['nested folders', zipBytes(members.map((member) => ({ ...member, name: `x/y z/2026/${member.name}` })))],
  ['folders of their own', zipBytes([{ name: 'x/', content: Buffer.alloc(0), method: 0 }, ...members])],
  [
    'members that are no CSV',
    withMore({ name: 'about.txt', content: note }, { name: 'x.json', content: Buffer.from('{}') }),
  ],
  ['upper case ending', changed({ name: 'A.CSV' })],
  ['hostile names', changed({ name: '../../\n::error::a\u202e.csv' })],
  ['header only', zipBytes([{ name: 'a.csv', content: Buffer.from(csv([])) }])],
  ['a comment', withComment(zipBytes(members), 'made by hand')],
]

const damaged: readonly Zip[] = [
  ['text in front', Buffer.concat([Buffer.from('PK'), zipBytes(members)])],
  ['truncated', zipBytes(members).subarray(0, 300)],
  ['cut directory', zipBytes(members).subarray(0, -10)],
  [
    'cut in the middle of a large member',
    zipBytes([{ name: 'a.csv', content: manyRows }]).subarray(0, 2_000),
  ],
  ['bytes after the end', Buffer.concat([zipBytes(members), Buffer.from('more')])],
  ['wrong CRC', changed({ crc: 0x12345678 })],
  ['wrong CRC in the last member', changed({ crc: 0x12345678 }, 1)],
  ['wrong CRC with a data descriptor', changed({ crc: 0x12345678, dataDescriptor: true })],
  ['size too small', changed({ size: 10 })],
  ['size too large', changed({ size: text.length + 10 })],
  ['damaged bytes', damagedAt(zipBytes(members), 60)],
  ['encrypted', changed({ flags: 1 })],
  ['unknown method', changed({ method: 12 })],
  ['duplicate names', withMore({ name: 'a.csv', content: other })],
  ['names that differ by case', withMore({ name: 'A.csv', content: other })],
  ['empty member', withMore({ name: 'c.csv', content: Buffer.alloc(0) })],
  ['empty stored member', withMore({ name: 'c.csv', content: Buffer.alloc(0), method: 0 })],
  ['HTML member', withMore({ name: 'c.csv', content: Buffer.from('<html></html>') })],
  ['zip inside', withMore({ name: 'c.csv', content: zipBytes(members) })],
  ['no members', zipBytes([])],
  ['no CSV', zipBytes([{ name: 'about.txt', content: note }])],
  ['an export that is not named CSV', withMore({ name: 'c.txt', content: text })],
  ['an unlisted member', unlisted()],
  ['overlapping members', overlapping()],
  ['too many members', zipBytes(members), { 'max-export-members': '1' }],
  ['too large', zipBytes(members), { 'max-export-size': '500B' }],
  [
    'bad row in a member',
    withMore({ name: 'c.csv', content: Buffer.concat([text, Buffer.from('a,b\r\n')]) }),
  ],
  [
    'bad rows counted',
    withMore({ name: 'c.csv', content: Buffer.concat([text, Buffer.from('a,b\r\n"x')]) }),
    { 'on-bad-row': 'count' },
  ],
]

function damagedAt(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy.fill(0xff, at, at + 20)
  return copy
}

function withComment(bytes: Buffer, comment: string): Buffer {
  const copy = Buffer.concat([bytes, Buffer.from(comment)])
  copy.writeUInt16LE(comment.length, bytes.length - 2)
  return copy
}

function directoryAt(zip: Buffer): number {
  return zip.readUInt32LE(zip.length - 6)
}

/** A member between the last listed one and the directory. */
function unlisted(): Buffer {
  const listed = zipBytes(members)
  const hidden = zipBytes([{ name: 'c.csv', content: other }])
  const extra = hidden.subarray(0, directoryAt(hidden))
  const start = directoryAt(listed)
  const copy = Buffer.concat([listed.subarray(0, start), extra, listed.subarray(start)])
  copy.writeUInt32LE(start + extra.length, copy.length - 6)
  return copy
}

/** Both lines of the directory lead to the first member. */
function overlapping(): Buffer {
  const twice = zipBytes([
    { name: 'a.csv', content: text },
    { name: 'b.csv', content: text },
  ])
  const second = twice.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]))
  twice.writeUInt32LE(0, second + 42)
  return twice
}
