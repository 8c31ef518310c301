/**
 * Run as a process of its own, with `--expose-gc`: reads exports whose matched texts hold a canary, and writes all that
 * is reachable after each of them into a folder: the bytes of all array buffers, and a heap snapshot with all strings.
 * The canary is made when it is needed, and this process keeps it nowhere itself. Arguments: folder, scenarios.
 */
import { closeSync, openSync, writeSync } from 'node:fs'
import { Session } from 'node:inspector'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { writeHeapSnapshot } from 'node:v8'
import { createReadingContext, readExport } from '../../../src/export/read-export.ts'
import { readReviewed } from '../../../src/export/reviewed.ts'
import { downloadToTempFile, type TempFile } from '../../../src/export/temp-file.ts'
import { archiveDefaults } from '../../../src/export/zip.ts'
import { findingsCsvColumns } from '../../../src/finding.ts'
import { canaryOf, type Scenario, scenarios } from './canaries.ts'
import { craftZip } from './craft-zip.ts'

const [folder = '.', ...wanted] = process.argv.slice(2)
const { signal: stop } = new AbortController()
const settings = {
  source: 'PROJ',
  target: null,
  columns: {},
  limits: { ...archiveDefaults, maxExportBytes: 2 ** 30 },
  period: { from: null, to: null },
} as const

const header = 'Project,Repository,Branch,Path,Line,Rule,Match,Scanned At,Secret,Author'
const line = (match: string, path = 'src/a.ts'): string =>
  `PROJ,app,main,${path},12,AWS_KEY,${match},2024-09-07T12:00:00Z,,somebody`
const many = (rowOf: (n: number) => string): string =>
  Array.from({ length: 3000 }, (_none, n) => rowOf(n)).join('\n')

const contents: Readonly<Record<Scenario, (canary: string) => string>> = {
  plain: (canary) => `${header}\n${line(canary)}\n${line(`x ${canary} y`)}`,
  large: (canary) => `${header}\n${many((n) => line(`${canary} ${n}`))}\n`,
  quoted: (canary) => `${header}\r\n${line(`"key = ""${canary}"",\n\u20ac ${canary}"`)}\r\n`,
  bad: (canary) =>
    `${header}\n${line(canary)},one more\n${line(`"${canary}"x`)}\n${line(`a"${canary}`)}\n${line('x', '')}${canary}\n${line(`"${canary}`)}`,
  'bad-at-once': (canary) => `${header}\n${line(canary)}\n${line(canary)},one more\n`,
  repeated: (canary) =>
    `${header}\n${line(canary, `a/${canary}/b`)}\n${line(canary, `/${canary}`).replace('main', `fix/${canary}`).replace('AWS_KEY', `R ${canary}`).replace('PROJ', `P-${canary}`)}\n${line('x').replace('Z,,', `Z,\u00a0${canary}\u00a0,`).replace('app', canary)}\n`,
  // Some rows show it in names only, as another path and branch as exported.
  assigned: (canary) =>
    [
      header,
      line('other', `./${canary}.ts`).replace('main', `refs/heads/fix/${canary}`),
      line(`"password = ""${canary}"""`, `${canary}.ts`).replace('main', `fix/${canary}`),
      line(`"a = ${canary}"`, `/${canary}.ts`).replace('main', `fix/${canary}`).replace(',12,', ',x,'),
      line('other', `${canary}.ts`).replace('AWS_KEY', 'OTHER').replace('app', `r-${canary}`),
      line(`"${canary}: x\n${canary}"`, 'b').replace('app', `r-${canary}`).replace('AWS_KEY', `R-${canary}`),
    ].join('\n'),
  'long-cell': (canary) =>
    `${header}\n${line(`${canary} ${'x'.repeat(1_500_000)} ${canary}`)}\n${line(`"${canary.repeat(20_000)}"`)}\n`,
  semicolons: (canary) => `${header}\n${many((n) => line(`${canary} ${n}`))}`.replaceAll(',', ';'),
  'single-quotes': (canary) =>
    inSingleQuotes(
      `${line(canary)}\n${line(`\u00e9 ${canary}`)}\n${line(`${'x'.repeat(99)}${canary}`)}\n${line(canary, `a/${canary}`)}\n`,
    ),
  'single-quotes-large': (canary) =>
    inSingleQuotes(`${many((n) => line(`${canary} ${n}`))}\n${line(canary)},one more\n`),
  zip: (canary) => `${header}\n${line(canary)}\n`,
  'zip-large': (canary) => `${header}\n${many((n) => line(`${canary} ${n}`))}\n`,
  'zip-stored': (canary) => `${header}\n${many((n) => line(`${canary} ${n}`))}\n`,
  reviewed: (canary) =>
    `Project,Repository,Path,Line,Rule,Matched Text,Reviewed At\nPROJ,app,src/${canary}.ts,1,R ${canary},"${canary}",2024-09-07\nPROJ,app,a,1,R,${canary},,,\n`,
  'findings-csv': (canary) =>
    `${findingsCsvColumns.join(',')}\n${['PROJ', 'app', `b=${canary}`, `'=${canary}`, '1', 'R', 'high', 'new', 'a1'.repeat(16), '', `"'=${canary}"`].join(',')}\n`,
  control: (canary) => `${header}\n${line(canary)}\n`,
}

function inSingleQuotes(rows: string): string {
  const cells = (text: string): string =>
    text
      .split('\n')
      .map((row) =>
        row === ''
          ? ''
          : row
              .split(',')
              .map((cell) => `'${cell}'`)
              .join(','),
      )
      .join('\n')
  return cells(`${header}\n${rows}`)
}

/** Stores an export, and wipes what it was made of. Never in Node's pool of small buffers. */
async function store(scenario: Scenario): Promise<TempFile> {
  const text = contents[scenario](canaryOf(scenario))
  const plain = Buffer.allocUnsafeSlow(Buffer.byteLength(text))
  plain.write(text)
  const name = 'findings.csv'
  const bytes = !scenario.startsWith('zip')
    ? plain
    : craftZip([scenario === 'zip-stored' ? { name, plain, method: 0, compressed: plain } : { name, plain }])
  async function* chunks(): AsyncGenerator<Buffer> {
    yield bytes
  }
  const stored = await downloadToTempFile(folder, chunks(), stop)
  plain.fill(0)
  bytes.fill(0)
  return stored
}

async function read(scenario: Scenario, stored: TempFile): Promise<unknown> {
  const context = createReadingContext(Buffer.alloc(32, 7))
  const onBadRow = scenario === 'bad-at-once' ? 'error' : 'count'
  const kept: unknown[] = [context]
  try {
    if (scenario === 'reviewed') {
      const of = { ...settings, onBadRow, use: 'exclude', reveal: false } as const
      kept.push(await readReviewed(stored, of, context, (row) => kept.push(row), { stop }))
    } else {
      const sink = {
        // As `reveal-secrets` does, which passes the text on.
        onMatchedText: scenario === 'findings-csv' ? (text: string) => kept.push(text.length) : undefined,
        // An earlier row may have a name that a later one shows to be a secret.
        onRow: (row: typeof context.row) =>
          kept.push(scenario === 'assigned' ? [] : row.finding(), row.secretHash, row.secretHmac),
      }
      kept.push(await readExport(stored, { ...settings, onBadRow }, context, sink, { stop }))
    }
  } catch (caught) {
    kept.push(caught)
  }
  // As judging does after the last export.
  context.row.names.forget()
  return kept
}

async function collect(): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    await setImmediate()
    global.gc?.()
  }
}

const session = new Session()
session.connect()

/** All live objects with a prototype. */
function liveObjects(prototype: string): readonly ArrayBufferLike[] {
  let found: readonly ArrayBufferLike[] = []
  ;(globalThis as { onFound?: (objects: readonly ArrayBufferLike[]) => void }).onFound = (objects) => {
    found = objects
  }
  session.post('Runtime.evaluate', { expression: prototype, objectGroup: 'all' }, (_failed, { result }) => {
    const prototypeObjectId = result.objectId ?? ''
    session.post('Runtime.queryObjects', { prototypeObjectId, objectGroup: 'all' }, (_none, reply) => {
      const functionDeclaration = 'function () { globalThis.onFound(this) }'
      session.post('Runtime.callFunctionOn', {
        functionDeclaration,
        objectId: objectsIn(reply).objectId ?? '',
      })
    })
  })
  session.post('Runtime.releaseObjectGroup', { objectGroup: 'all' })
  if (found.length === 0 && prototype.startsWith('Array'))
    throw new Error(`nothing was found by ${prototype}`)
  return found
}

/** `@types/node` leaves the answer out. */
function objectsIn(reply: unknown): { readonly objectId?: string } {
  return (reply as { readonly objects: { readonly objectId?: string } }).objects
}

function writeReachable(scenario: Scenario): void {
  writeHeapSnapshot(join(folder, `${scenario}.heapsnapshot`))
  const file = openSync(join(folder, `${scenario}.buffers`), 'w')
  for (const prototype of ['ArrayBuffer.prototype', 'SharedArrayBuffer.prototype']) {
    for (const buffer of liveObjects(prototype))
      if (buffer.byteLength > 0) writeSync(file, new Uint8Array(buffer))
  }
  closeSync(file)
}

const reachable: unknown[] = []
for (const scenario of scenarios.filter((each) => wanted.length === 0 || wanted.includes(each))) {
  const stored = await store(scenario)
  const kept = await read(scenario, stored)
  await stored.dispose()
  // What a leak would look like.
  const leaks = scenario === 'control' ? [canaryOf(scenario), Buffer.from(canaryOf(scenario))] : []
  reachable.push(stored, kept, leaks)
  await collect()
  writeReachable(scenario)
  if (reachable.length === 0) throw new Error('all of it has to be reachable until now')
}
