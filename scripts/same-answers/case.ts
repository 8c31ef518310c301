/** What a case of the comparison is: one or more runs, over files and a sandbox that are made for it. */
import type { SandboxOptions } from '../../sandbox/options.ts'

/** Contents by path below the workspace. */
export type Files = Readonly<Record<string, string | Buffer>>

export type Inputs = Readonly<Record<string, string>>

/** What a run left: comparable texts by name, such as `findings.csv`, `exit code`, `outputs`. */
export type Answer = Readonly<Record<string, string>>

/** What is known at once, or made of what the earlier steps of the same build left. */
type Made<T> = T | ((earlier: readonly Answer[]) => T)

/** One run of the action. */
export type Step = { readonly inputs: Made<Inputs>; readonly files?: Made<Files> }

export type Case = {
  readonly name: string
  readonly steps: readonly Step[]
  /** Started anew for each build; its address and credentials are added to the inputs. */
  readonly sandbox?: SandboxOptions
}

/** Every kind of threshold, so that each case counts in every way. */
export const manyThresholds = `total = 3
distinct = 2
new = 1
new distinct = 1
severity:high = 1
severity:medium = 4 warn
rule:*KEY* = 0
rule:*TOKEN* rule:!SLACK_* = 1
project:S* = 1
repo:*/c* = 2
branch:main = 2
distinct branch:main severity:medium = 1
path:src/** = 1
older:30d = 0
older:1d branch:{main,develop} = 1`

/** The report files that are read back; `report.html` only where a case asks for it. */
export const comparedFormats = 'csv,json,sarif,junit,gitlab,markdown'

/** A run of `evaluate` over `files`, all of them exports unless `inputs` names others. */
export function evaluation(files: Files, inputs: Inputs = {}): Step {
  const reports = { 'report-files': Object.keys(files).join('\n') }
  return { files, inputs: { operation: 'evaluate', thresholds: manyThresholds, ...reports, ...inputs } }
}

/** A case of one `evaluate` over one export. */
export function evaluateCase(name: string, body: string | Buffer, inputs: Inputs = {}): Case {
  return { name, steps: [evaluation({ 'export.csv': body }, inputs)] }
}

/** A case of one `evaluate` over many exports that can all be read, which is cheaper than a case for each. */
export function batchCase(
  name: string,
  exports: readonly (readonly [name: string, body: string | Buffer])[],
  inputs: Inputs = {},
): Case {
  const files = exports.map(([each, body], at) => [`${at + 1} ${each.replaceAll(/\W+/g, ' ')}.csv`, body])
  return { name, steps: [evaluation(Object.fromEntries(files), inputs)] }
}
