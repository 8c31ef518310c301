/**
 * Runs jest with the flags that ESM needs and ends with the plain line `N passed, N failed`,
 * so that a reader of any log finds the result in its last line. Arguments go to jest.
 *
 * Files named `*.slow.test.ts` are left out; with `--slow` as the first argument only they and the property tests run,
 * with `--all` as the first argument all files.
 *
 * Tests that this machine cannot run (no Java, no browser) are skipped and reported on a line of their own; with
 * `SOTERI_GATE_REQUIRE_ALL=1`, as CI sets it, each of them is a failure.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'

type JestResult = {
  numPassedTests?: number
  numFailedTests?: number
  numRuntimeErrorTestSuites?: number
  testResults?: { assertionResults?: { status: string; fullName: string }[] }[]
}

// The gate takes every SOTERI_GATE_ variable for an input, so the tests must not inherit this one.
const { SOTERI_GATE_REQUIRE_ALL: requireAll, ...env } = process.env
// Programs that tests start again and again are compiled once. Counting coverage needs them compiled anew.
const compileCache =
  env.COVERAGE_FOLDER === undefined ? { NODE_COMPILE_CACHE: join(tmpdir(), 'soteri-gate-compile-cache') } : {}
const [, , which] = process.argv
const slow = which === '--slow'
const quick = !slow && which !== '--all'
// Property tests run in both, here with all their runs: see `__tests__/fixtures/runs.ts`.
const thorough = readdirSync('__tests__', { recursive: true, encoding: 'utf8' })
  .filter(
    (path) => path.endsWith('.test.ts') && readFileSync(join('__tests__', path), 'utf8').includes('/runs.ts'),
  )
  .map((path) => path.split(sep).join('/'))
const speed = slow
  ? ['--testMatch=**/*.slow.test.ts', ...thorough.map((path) => `--testMatch=**/${path}`)]
  : quick
    ? ['--testPathIgnorePatterns=\\.slow\\.test\\.ts$']
    : []
if (slow) env.ALL_RUNS = '1'
const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-jest-'))
const resultFile = join(folder, 'result.json')
const jest = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    ...speed,
    '--json',
    `--outputFile=${resultFile}`,
    ...process.argv.slice(quick ? 2 : 3),
  ],
  { stdio: ['inherit', 'ignore', 'inherit'], env: { ...compileCache, ...env } },
)

let passed = 0
let failed = 1
let skipped: string[] = []
try {
  const result = JSON.parse(readFileSync(resultFile, 'utf8')) as JestResult
  passed = result.numPassedTests ?? 0
  failed = (result.numFailedTests ?? 0) + (result.numRuntimeErrorTestSuites ?? 0)
  skipped = (result.testResults ?? [])
    .flatMap((file) => file.assertionResults ?? [])
    .filter((test) => test.status === 'pending' || test.status === 'todo')
    .map((test) => test.fullName)
} catch {
  console.error('jest left no result: counted as one failure')
}
rmSync(folder, { recursive: true, force: true })

if (skipped.length > 0) {
  const counted = requireAll === '1'
  if (counted) failed += skipped.length
  console.log(`${skipped.length} skipped${counted ? ', each counted as failed' : ''}:`)
  for (const name of skipped) console.log(`  ${name}`)
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = jest.status === 0 && failed === 0 && passed > 0 ? 0 : 1
