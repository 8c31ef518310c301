/** `diff A B`: reads two report folders or exports and says what became of the findings between them. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { GateError } from '../errors.ts'
import { openLocalFile } from '../export/temp-file.ts'
import { archiveDefaults } from '../export/zip.ts'
import { fileExists, pathOf, readTextFile } from '../files.ts'
import { Distinct } from '../findings/distinct.ts'
import type { Finding, NumberedFinding } from '../findings/finding.ts'
import { createNumbering, type Numbering } from '../findings/numbering.ts'
import { readExport } from '../findings/read.ts'
import { bytes } from '../inputs/kinds.ts'
import { inputReader } from '../inputs/reader.ts'
import { createDiff, type Difference, type DiffFinding } from '../policy/diff.ts'
import type { Host } from '../ports.ts'
import { reportFileNames } from '../report/report-files.ts'
import { randomSeed } from './random-seed.ts'

/** Items told of each kind; the counts are of all. */
const TOLD = 50
/** `diff` takes no inputs, so the defaults hold. */
const defaults = inputReader({ given: new Map(), mistakes: [] }, 'evaluate')
const limits = { ...archiveDefaults, maxExportBytes: defaults.value('max-export-size', bytes) }

/** One side: `keyed` when its fingerprints were made with a key, so that they tell secrets apart. */
type Side = { readonly source: string; readonly file: string; readonly keyed: boolean }

/**
 * Compares two runs or exports, each a report folder, a `findings.csv`, a CSV or a zip.
 * @throws GateError FILE_UNREADABLE, EXPORT_MISSING, or what reading an export meets
 */
export async function compare(earlier: string, later: string, host: Host): Promise<Difference> {
  const [before, after] = [await sideOf(earlier, host), await sideOf(later, host)]
  const matchKey = randomBytes(32)
  const diff = createDiff({ before: new Distinct(), after: new Distinct() })
  const tokenOf = tokensFor(before, after)
  const numbering = createNumbering(randomSeed())
  const diffFinding = (row: NumberedFinding): DiffFinding => ({ ...row.copy(), token: tokenOf(row) })
  const read = { matchKey, numbering, host }
  await readSide(before, read, (row) => diff.before(row, () => diffFinding(row)))
  await readSide(after, read, (row) => diff.after(row, () => diffFinding(row)))
  return diff.conclude(TOLD)
}

async function sideOf(source: string, host: Host): Promise<Side> {
  const path = pathOf(source, host.workingFolder)
  const inFolder = join(path, reportFileNames.csv)
  if (!(await fileExists(inFolder))) return { source, file: path, keyed: false }
  const baseline = join(path, reportFileNames.baseline)
  const keyed = (await fileExists(baseline)) && isKeyed(await readTextFile(baseline, 'diff'))
  return { source, file: inFolder, keyed }
}

/** The kind stands in the first lines of a baseline; one that cannot be read tells nothing. */
function isKeyed(baseline: string): boolean {
  return /^"kind": "keyed",$/m.test(baseline.slice(0, 200))
}

/** Both sides must tell secrets apart by the same recipe, or neither does. */
function tokensFor(before: Side, after: Side): (finding: Finding) => DiffFinding['token'] {
  if (before.keyed && after.keyed) return (finding) => finding.fingerprint ?? ''
  const folder = [before, after].some(({ file }) => file.endsWith(reportFileNames.csv))
  return folder ? () => '' : (finding) => finding.matchId
}

async function readSide(
  { source, file }: Side,
  { matchKey, numbering, host }: { matchKey: Buffer; numbering: Numbering; host: Host },
  onRow: (row: NumberedFinding) => void,
): Promise<void> {
  const stored = await openLocalFile(file)
  try {
    const settings = {
      source,
      target: null,
      columns: {},
      onBadRow: 'error',
      reveal: false,
      matchKey,
      period: { from: null, to: null },
      limits,
    } as const
    const { evidence } = await readExport(stored, settings, numbering, onRow, host)
    if (evidence.format !== 'empty') return
    throw new GateError('EXPORT_MISSING', `${source} is empty, without even a header.`)
  } finally {
    await stored.dispose()
  }
}
