/**
 * Runs the quick tests and some slow ones (arguments go to jest) and says how much of `src/` they ran: by jest itself,
 * by the command line and the action as child processes, by the report in the browser. Ends with 1 when a test fails,
 * or when lines or branches are below the limit. With `COVERAGE_FOLDER` the raw counts stay there, and those of
 * earlier runs count too.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Totals } from 'istanbul-lib-coverage'
import { countCoverage, countedFiles, gapsOf, leftOut } from './coverage-count.ts'

/** Slow tests of what no quick test runs. */
const needed = [
  'artifact-upload',
  'doctor',
  'html-report',
  'init',
  'options',
  'report-page',
  'shards',
  'terminal',
]

/** Percent of lines, and of branches, that must have run. */
const LIMIT = 95

const kept = process.env.COVERAGE_FOLDER
const folder = resolve(kept ?? mkdtempSync(join(tmpdir(), 'soteri-gate-coverage-')))
mkdirSync(folder, { recursive: true })
const tests = spawnSync(
  process.execPath,
  // Counting takes time, and a page with 50,000 findings has much to count.
  [
    'scripts/test.ts',
    '--all',
    '--env=./scripts/coverage-environment.ts',
    '--testTimeout=240000',
    // Of what the bundle loads, which is not what runs here.
    '--testPathIgnorePatterns=__tests__/e2e/start',
    `--testPathIgnorePatterns=(?<!/(${needed.join('|')}))\\.slow\\.test\\.ts$`,
    ...process.argv.slice(2),
  ],
  // Not the bundle but what it is made of.
  { stdio: 'inherit', env: { ...process.env, COVERAGE_FOLDER: folder, ACTION_UNDER_TEST: 'src/action.ts' } },
)
const coverage = await countCoverage(countedFiles(), folder)
if (kept === undefined) rmSync(folder, { recursive: true, force: true })

for (const { path, lines, branches } of gapsOf(coverage)) {
  console.log(path)
  if (lines.length > 0) console.log(`  lines ${lines.join(', ')}`)
  if (branches.length > 0) console.log(`  branches ${branches.join(', ')}`)
}
console.log('Left out:')
for (const [path, reason] of Object.entries(leftOut)) console.log(`  src/${path}: ${reason}`)

const { lines, branches, functions } = coverage.getCoverageSummary().data
const say = (name: string, { covered, total, pct }: Totals): string =>
  `${name} ${pct} % (${covered} of ${total})`
console.log([say('lines', lines), say('branches', branches), say('functions', functions)].join(', '))
const enough = lines.pct >= LIMIT && branches.pct >= LIMIT
if (!enough) console.log(`Lines and branches must reach ${LIMIT} %.`)
process.exitCode = enough && tests.status === 0 ? 0 : 1
