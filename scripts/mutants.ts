/**
 * Applies each mutant of `scripts/mutants/` in turn, runs the test file that its first line names, and prints the test that
 * fails: `npm run mutants -- [PATTERN]`. A mutant is a patch that plants one fault. Exits 1 when one survives or no longer
 * applies. The files that a patch changes must have no other uncommitted change.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = 'scripts/mutants'
/** A property that shrinks a large counterexample takes a minute. */
const TIMEOUT_MS = 300_000
const pattern = new RegExp(process.argv[2] ?? '')
const names = readdirSync(folder).filter((name) => name.endsWith('.patch') && pattern.test(name))
const failures = names.filter((name) => !isKilled(name))
console.log(`${names.length - failures.length} of ${names.length} mutants killed`)
process.exitCode = failures.length === 0 && names.length > 0 ? 0 : 1

function isKilled(name: string): boolean {
  const patch = join(folder, name)
  const test = /^Killed by: (\S+)$/m.exec(readFileSync(patch, 'utf8'))?.[1]
  if (test === undefined || git('apply', patch) !== 0) {
    console.log(`${name}: does not apply, or names no test`)
    return false
  }
  try {
    const run = spawnSync(process.execPath, ['scripts/test.ts', test, '--bail'], {
      encoding: 'utf8',
      timeout: TIMEOUT_MS,
    })
    const title = /^ {2}● (.+)$/m.exec(`${run.stdout}${run.stderr}`)?.[1]
    const isDead = run.status !== 0 && title !== undefined
    console.log(`${name}: ${isDead ? `killed by "${title}"` : 'SURVIVED'} (${test})`)
    return isDead
  } finally {
    git('apply', '--reverse', patch)
  }
}

function git(...args: string[]): number | null {
  return spawnSync('git', args, { stdio: ['ignore', 'inherit', 'inherit'] }).status
}
