/**
 * Runs jest with the flags that ESM needs and ends with the plain line `N passed, N failed`,
 * so that a reader of any log finds the result in its last line. Arguments go to jest.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-jest-'))
const resultFile = join(folder, 'result.json')
const jest = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--json',
    `--outputFile=${resultFile}`,
    ...process.argv.slice(2),
  ],
  { stdio: ['inherit', 'ignore', 'inherit'] },
)

let passed = 0
let failed = 1
try {
  const result = JSON.parse(readFileSync(resultFile, 'utf8')) as Record<string, number>
  passed = result.numPassedTests ?? 0
  failed = (result.numFailedTests ?? 0) + (result.numRuntimeErrorTestSuites ?? 0)
} catch {
  console.error('jest left no result: counted as one failure')
}
rmSync(folder, { recursive: true, force: true })
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = jest.status === 0 && failed === 0 && passed > 0 ? 0 : 1
