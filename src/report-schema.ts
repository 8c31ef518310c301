/** The one definition of `report.json` and its evidence. Loaded by the generator and tests only; else it is types. */
import { z } from 'zod'
import { findingStatuses, LISTED_SKIPS } from './finding.ts'

const count = z.int().min(0)
const instant = z.string().meta({ format: 'date-time', description: 'ISO 8601, UTC.' })
const countsByName = z.record(z.string(), count)

const contributor = z.strictObject({
  repository: z.string().describe('PROJ/slug'),
  rule: z.string(),
  count,
})

const threshold = z.strictObject({
  name: z.string(),
  selector: z.string().describe('What is counted, in the grammar of the input `thresholds`.'),
  observed: count,
  max: count.describe('The threshold is violated when `observed` is greater.'),
  passed: z.boolean(),
  level: z.enum(['fail', 'warn']),
  origin: z.string().describe('Where it is defined.'),
  contributors: z
    .array(contributor)
    .max(3)
    .describe('The rules and repositories with most of the observed findings.'),
})

const targetEvidence = z.strictObject({
  /** As in `targetName`. */
  target: z.string(),
  triggeredAt: instant
    .nullable()
    .describe('When the server accepted the trigger; null when nothing was triggered.'),
  states: z
    // Short words: `scheduled`, `running 40%`, `outdated`, `not scanned`, ...
    .array(z.strictObject({ at: instant, state: z.string() }))
    .describe('Every observed change of state.'),
  provenBy: z.string().nullable().describe('The proof that the scan is done; null without proof.'),
  total: count.nullable().describe('Findings that the scan status reported; null when it gave no number.'),
})

const exportEvidence = z.strictObject({
  source: z.string().describe('The exported target, or the local file.'),
  format: z.enum(['zip', 'csv', 'empty']),
  bytes: count.describe('Bytes as downloaded.'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  rows: count,
  refused: count.describe('Rows that could not be read and were counted as findings.'),
  /** The CSVs in it; names are harmless for logs. */
  members: z.array(z.strictObject({ name: z.string(), bytes: count, rows: count, refused: count })),
  columns: z
    .array(
      // Headers are in quotes, or named by their position where they may not be shown.
      z.strictObject({
        read: z.array(z.strictObject({ column: z.string(), header: z.string() })),
        unread: z.array(z.string()).describe('Headers of columns that were left unread.'),
      }),
    )
    .describe('What was understood of each kind of header.'),
})

const findingsFile = z
  .strictObject({
    rows: count,
    bytes: count,
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    keyCheck: z
      .string()
      .nullable()
      .describe(
        'Identifies the fingerprint-key of the fingerprints without revealing it; null without a key.',
      ),
    suppressed: count.describe('Rows that do not count.'),
    reviewed: count.nullable().describe('Of those, the reviewed ones; null without `exclude-reviewed`.'),
  })
  .describe('findings.csv as written, so that a merge of shards detects a cut or changed one.')

const skippedFiles = z
  .strictObject({
    count,
    files: z
      .array(
        z.strictObject({
          repository: z.string().nullable().describe('PROJ/slug'),
          branch: z.string().nullable(),
          path: z.string(),
          reason: z.string(),
        }),
      )
      .max(LISTED_SKIPS),
  })
  .describe('Files of the scope that the scanner skipped by the audit log, and the first of them.')

const policyFile = z.strictObject({
  path: z.string().describe('From the working folder.'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})

const plannedShard = z.strictObject({ shard: z.int().min(1), targets: z.array(z.string()).min(1) })

const evidence = z
  .strictObject({
    startedAt: instant,
    finishedAt: instant,
    policyFiles: z.array(policyFile).describe('Policy files that were read, base first.'),
    targets: z.array(targetEvidence),
    exports: z.array(exportEvidence),
    findingsFile: findingsFile.nullable(),
    skippedFiles: skippedFiles
      .nullable()
      .describe('Null when that is not known, as without `check-skipped`.'),
    shards: z.array(plannedShard).describe('The jobs of a plan; empty for every other operation.'),
    notes: z.array(z.string()),
  })
  .describe('The proof for the verdict. The only part with times.')

const counts = z.strictObject({
  total: count.describe('Rows that count: not suppressed.'),
  distinct: count.describe('The same, but a finding on several branches counts once.'),
  new: count.describe('Rows that neither the baseline nor the compared branch knows.'),
  suppressed: count.describe('Suppressed rows; counted nowhere else.'),
  moved: count.optional().describe('With a compared branch: known rows that are at another path there.'),
  behind: count.optional().describe('With a compared branch: rows that it has mended since; not new.'),
  byRule: countsByName,
  bySeverity: z.strictObject({ critical: count, high: count, medium: count, low: count }),
  byProject: countsByName,
  byRepository: countsByName.describe('By PROJ/slug.'),
  byBranch: countsByName.describe('By branch name, over all repositories.'),
  byOwner: countsByName.describe('By owner, as the policy names it; empty without `owners`.'),
})

const failure = z.strictObject({
  code: z.string().describe('Stable; every code is explained in docs/errors.md.'),
  message: z.string(),
  hint: z.string().describe('What to do next.'),
  mend: z
    .string()
    .describe('The same as `hint`, by its name before schema version 1.2; it goes with the next one.'),
})

const report = z
  .strictObject({
    schemaVersion: z.literal('1.3'),
    tool: z.strictObject({ name: z.literal('soteri-gate'), version: z.string() }),
    operation: z.string(),
    target: z
      .union([z.string(), z.array(z.string())])
      .describe('The target; a list when there is not exactly one.'),
    targets: z.array(z.string()),
    mode: z.enum(['enforce', 'warn', 'report']),
    period: z
      .strictObject({ from: instant.nullable(), to: instant.nullable() })
      .describe('Requested scan times: `from` inclusive, `to` exclusive.'),
    verdict: z.enum(['pass', 'warn', 'fail', 'error']),
    exitCode: z.union([0, 1, 2, 3, 4, 5, 70, 74, 130].map((code) => z.literal(code))),
    decisive: z.string().describe('The verdict and its reason, in one sentence.'),
    error: failure.nullable().describe('Only with the verdict `error`.'),
    counts,
    thresholds: z.array(threshold).describe('Violated ones first.'),
    blame: z
      .array(
        z.strictObject({
          fingerprint: z.string(),
          project: z.string(),
          repository: z.string(),
          branches: z.array(z.string()),
          path: z.string(),
          line: count.nullable(),
          rule: z.string(),
          author: z.string(),
          email: z.string().optional().describe('Only with `blame-emails`.'),
          commit: z.string(),
          date: instant.nullable(),
        }),
      )
      .optional()
      .describe('Only with `blame`: who wrote the lines of the worst findings.'),
    evidence,
  })
  .describe(`Report of soteri-gate. A finding has one of the states ${findingStatuses.join(', ')}.`)

type Frozen<T> = { readonly [name in keyof T]: Frozen<T[name]> }

export type ReportJson = Frozen<z.infer<typeof report>>

export function reportJsonSchema(): object {
  const { $schema, ...rest } = z.toJSONSchema(report, { target: 'draft-2020-12' })
  return { $schema, title: 'soteri-gate report.json', ...rest }
}
