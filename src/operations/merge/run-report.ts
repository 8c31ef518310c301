/** Reads the `report.json` of an earlier run, as far as a merge looks at it. Loaded on demand, since it needs zod. */
import { z } from 'zod'
import { GateError } from '../../errors.ts'
import { isRecord, parseJson } from '../../parse.ts'

const text = z.string()
const whole = z.int().min(0)
/** Milliseconds since the epoch. */
const instant = text.transform((iso) => Date.parse(iso)).refine((ms) => !Number.isNaN(ms))

const schema = z.object({
  operation: text,
  /** Names; patterns of files for `evaluate`. */
  targets: z.array(text),
  verdict: text,
  error: z.object({ code: text, message: text }).nullable(),
  period: z.object({ from: text.nullable(), to: text.nullable() }),
  evidence: z.object({
    startedAt: instant,
    finishedAt: instant,
    /** `null` when the run left no `findings.csv`. */
    findingsFile: z
      .object({
        rows: whole,
        bytes: whole,
        sha256: text,
        keyCheck: text.nullable(),
        suppressed: whole,
        reviewed: whole.nullable(),
      })
      .nullable(),
    /** `null` when it is not known; earlier reports do not have it. */
    skippedFiles: z
      .object({
        count: whole,
        files: z.array(
          z.object({ repository: text.nullable(), branch: text.nullable(), path: text, reason: text }),
        ),
      })
      .nullish(),
    targets: z
      .array(z.object({ triggeredAt: z.unknown().optional(), provenBy: z.unknown().optional() }))
      .nullish(),
    /** The jobs of a plan; empty for every other operation. */
    shards: z.array(z.object({ shard: whole, targets: z.array(text) })),
  }),
})

export type RunReport = NonNullable<ReturnType<typeof readRunReport>>

/** @param path for messages @returns `null` when the text is JSON of something else */
export function readRunReport(json: string, path: string) {
  const report = parseJson(json)
  if (report === undefined) throw unusable(path, 'it is not whole JSON')
  if (!isRecord(report) || !isRecord(report.tool) || report.tool.name !== 'soteri-gate') return null
  const { data } = schema.safeParse(report)
  if (data === undefined) throw unusable(path, 'it lacks what a merge needs')
  const { evidence, error, ...rest } = data
  const { targets, skippedFiles = null, ...known } = evidence
  const scans = targets ?? []
  return {
    path,
    ...rest,
    ...known,
    skippedFiles,
    /** Why the verdict is `error`; '' otherwise. */
    error: error === null ? '' : `${error.code}: ${error.message}`,
    /** The run triggered scans and did not wait for them. */
    triggeredOnly:
      scans.length > 0 &&
      scans.every(({ triggeredAt, provenBy }) => typeof triggeredAt === 'string' && provenBy === null),
  }
}

function unusable(path: string, why: string): GateError {
  return new GateError('SHARD_INCONSISTENT', `${path} cannot be used: ${why}.`)
}
