/** `diff A B`: reads two report folders or exports and says what became of the findings between them. */
import { join } from 'node:path'
import { inputReader } from '../config/input-reader.ts'
import { GateError } from '../errors.ts'
import type { FindingRow } from '../export/finding-row.ts'
import { createReadingContext, type ReadingContext, readExport } from '../export/read-export.ts'
import { openLocalFile } from '../export/temp-file.ts'
import { archiveDefaults } from '../export/zip.ts'
import { fileExists, pathOf, readTextFile } from '../files.ts'
import type { Host } from '../host.ts'
import { FindingIndex } from '../judge/finding-index.ts'
import { createDiff, type Difference, type DiffFinding } from '../policy/diff.ts'
import { reportFileNames } from '../report/formats.ts'

/** Items told of each kind; the counts are of all. */
const TOLD = 50
/** `diff` takes no inputs, so the defaults hold. */
const defaults = inputReader({ given: new Map(), mistakes: [] }, 'evaluate', 0)
const limits = { ...archiveDefaults, maxExportBytes: defaults.read('max-export-size') }

/** One side: `keyed` when its fingerprints were made with a key, so that they tell secrets apart. */
type Side = { readonly source: string; readonly file: string; readonly keyed: boolean }

/**
 * Compares two runs or exports, each a report folder, a `findings.csv`, a CSV or a zip.
 * @throws GateError FILE_UNREADABLE, EXPORT_MISSING, or what reading an export meets
 */
export async function compare(earlier: string, later: string, host: Host): Promise<Difference> {
  const [before, after] = [await sideOf(earlier, host), await sideOf(later, host)]
  const diff = createDiff({ before: new FindingIndex(), after: new FindingIndex() })
  const tokenOf = tokensFor(before, after)
  const diffFinding = (row: FindingRow): DiffFinding => ({ ...row.finding(), token: tokenOf(row) })
  const read = { context: createReadingContext(null), host }
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
function tokensFor(before: Side, after: Side): (row: FindingRow) => DiffFinding['token'] {
  if (before.keyed && after.keyed) return (row) => row.fingerprint ?? ''
  const folder = [before, after].some(({ file }) => file.endsWith(reportFileNames.csv))
  return folder ? () => '' : (row) => row.secretHash
}

async function readSide(
  { source, file }: Side,
  { context, host }: { context: ReadingContext; host: Host },
  onRow: (row: FindingRow) => void,
): Promise<void> {
  const stored = await openLocalFile(file)
  try {
    const settings = {
      source,
      target: null,
      columns: {},
      onBadRow: 'error',
      period: { from: null, to: null },
      limits,
    } as const
    const { evidence } = await readExport(stored, settings, context, { onRow }, host)
    if (evidence.format !== 'empty') return
    throw new GateError('EXPORT_MISSING', `${source} is empty, without even a header.`)
  } finally {
    await stored.dispose()
  }
}
