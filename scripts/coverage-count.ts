/**
 * Counts lines, branches and functions of `src/` in what V8 wrote. Branches are those of the syntax tree, as Istanbul
 * counts them: both ways of every `if` and `?:`, every `case`, every operand of `&&`, `||` and `??`.
 */
import { readdirSync, readFileSync } from 'node:fs'
import type { Profiler } from 'node:inspector'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import { join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parse } from 'acorn'
import { convert } from 'ast-v8-to-istanbul'
import istanbul, {
  type CoverageMap,
  type CoverageMapData,
  type CoverageSummaryData,
  type FileCoverageData,
} from 'istanbul-lib-coverage'
import { plainPageScript } from './embed-page.ts'

type Script = Profiler.ScriptCoverage
type EncodedSourceMap = NonNullable<Exclude<Parameters<typeof convert>[0]['sourceMap'], string>>

/** The package has no types of its own. Takes scripts of one URL; what it is given may be changed. */
const { mergeScriptCovs } = createRequire(import.meta.url)('@bcoe/v8-coverage') as {
  mergeScriptCovs: (scripts: Script[]) => Script
}

const root = join(import.meta.dirname, '..')

/** What is not counted: path from `src/`, and why. */
export const leftOut: Readonly<Record<string, string>> = {
  'report/html/embedded.ts': 'made from report/html/client/, which is counted: two constants',
}

/** Every file of `src/` that is counted, loaded by a test or not: absolute paths. */
export function countedFiles(): string[] {
  const src = join(root, 'src')
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => path.endsWith('.ts') && !Object.keys(leftOut).some((prefix) => path.startsWith(prefix)))
    .sort()
    .map((path) => join(src, path))
}

/** Lines, branches and functions of these files; what no process and no page ran counts as missing. */
export async function countCoverage(files: readonly string[], folder: string): Promise<CoverageMap> {
  const bundle = plainPageScript()
  const scripts = mergedScripts(
    folder,
    new Set([bundle.url, ...files.map((file) => pathToFileURL(file).href)]),
  )
  const map = istanbul.createCoverageMap({})
  for (const file of files) {
    const url = pathToFileURL(file).href
    // Node blanks types out, so every place of the code is the place in the file.
    const code = stripTypeScriptTypes(readFileSync(file, 'utf8'))
    map.merge(await converted(code, scripts.get(url) ?? neverRun(url, code.length)))
  }
  const page = scripts.get(bundle.url)
  if (page !== undefined) addPage(map, await converted(bundle.code, page, JSON.parse(bundle.map)))
  return map
}

/**
 * All processes' counts in a folder of `NODE_V8_COVERAGE`, as one script for each of these URLs. A process that was
 * killed while it wrote leaves half a file: what it ran is not counted.
 */
function mergedScripts(folder: string, urls: ReadonlySet<string>): Map<string, Script> {
  const merged = new Map<string, Script>()
  for (const name of readdirSync(folder)) {
    for (const script of scriptsIn(join(folder, name))) {
      if (!urls.has(script.url)) continue
      const before = merged.get(script.url)
      merged.set(script.url, mergeScriptCovs(before === undefined ? [script] : [before, script]))
    }
  }
  return merged
}

function scriptsIn(file: string): Script[] {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { result: Script[] }).result
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
}

async function converted(
  code: string,
  coverage: Script,
  sourceMap?: EncodedSourceMap,
): Promise<CoverageMapData> {
  const ast = parse(code, { ecmaVersion: 'latest', sourceType: 'module', locations: true })
  return await convert({
    ast: ast as Parameters<typeof convert>[0]['ast'],
    code,
    coverage,
    ...(sourceMap === undefined ? {} : { sourceMap }),
    // V8 does not say whether a default value was used, so it would pass for covered: not counted.
    ignoreNode: ({ type: node }, type) => type === 'branch' && node === 'AssignmentPattern',
  })
}

function neverRun(url: string, endOffset: number): Script {
  const ranges = [{ startOffset: 0, endOffset, count: 0 }]
  return { scriptId: '', url, functions: [{ functionName: '', isBlockCoverage: true, ranges }] }
}

/**
 * Adds what ran in the page. The bundler leaves out what the page does not use, so a file that is in it as a whole has
 * the same functions and branches in the same order; of others, what Node ran is all that counts. Statements are
 * found again by where they start, since the bundler drops parentheses.
 */
function addPage(map: CoverageMap, page: CoverageMapData): void {
  for (const [file, part] of Object.entries(page)) {
    if (!map.files().includes(file)) continue
    const whole = map.fileCoverageFor(file).data
    const { b, f, ...rest } = dataOf(part)
    if (shapeOf(whole) !== shapeOf({ b, f })) continue
    const counts = new Map(
      Object.entries(rest.statementMap).map(([id, { start }]) => [
        `${start.line}:${start.column}`,
        rest.s[id],
      ]),
    )
    const s = Object.fromEntries(
      Object.entries(whole.statementMap).map(([id, { start }]) => [
        id,
        counts.get(`${start.line}:${start.column}`) ?? 0,
      ]),
    )
    map.addFileCoverage({ ...whole, s, b, f })
  }
}

const dataOf = (part: CoverageMapData[string]): FileCoverageData => ('data' in part ? part.data : part)

const shapeOf = ({ b, f }: Pick<FileCoverageData, 'b' | 'f'>): string =>
  [Object.keys(f).length, ...Object.values(b).map((ways) => ways.length)].join()

/** What is missing in a file: lines, and ways that were never taken, as `line:column` with what starts there. */
export type Gaps = { path: string; summary: CoverageSummaryData; lines: number[]; branches: string[] }

/** Files with gaps, most missing first. */
export function gapsOf(map: CoverageMap): Gaps[] {
  const missing = ({ summary: { lines, branches } }: Gaps): number =>
    lines.total - lines.covered + branches.total - branches.covered
  return map
    .files()
    .map((file) => {
      const coverage = map.fileCoverageFor(file)
      return {
        path: relative(root, file).split(sep).join('/'),
        summary: coverage.toSummary().toJSON(),
        lines: coverage.getUncoveredLines().map(Number),
        branches: waysNotTaken(coverage.data),
      }
    })
    .filter((gaps) => missing(gaps) > 0)
    .sort((a, b) => missing(b) - missing(a))
}

function waysNotTaken({ b, branchMap }: FileCoverageData): string[] {
  return Object.entries(b).flatMap(([id, counts]) => {
    const branch = branchMap[id]
    return counts.flatMap((count, way) => {
      if (count > 0 || branch === undefined) return []
      // Both ways of an `if` stand where it starts; an `else` that is not there stands nowhere.
      const place = branch.locations[way]?.start
      const { line, column } = place?.line === undefined ? branch.loc.start : place
      return [`${line}:${column + 1}${branch.type === 'if' ? [' then', ' else'][way] : ''}`]
    })
  })
}
