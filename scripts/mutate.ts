/**
 * Mutation testing of what decides a verdict: Stryker changes one spot of a file at a time and runs the tests that reach
 * it. `npm run mutate` takes every group below, `npm run mutate -- verdict wait` only some. The report of a group lies in
 * `mutation/NAME.json`; the table of docs/mutation.md is printed at the end.
 *
 * Each group has its own few tests, since Stryker loads every test file that imports a mutated one anew for each mutant.
 */
import { relative } from 'node:path'
import { Stryker } from '@stryker-mutator/core'

type Group = {
  readonly mutate: readonly string[]
  readonly tests: readonly string[]
  /** Words in the names of tests that are left out, since they take seconds and reach nearly every mutant. */
  readonly without?: readonly string[]
}

const groups: Readonly<Record<string, Group>> = {
  verdict: { mutate: ['src/judge/verdict.ts'], tests: ['judge/verdict'] },
  redaction: {
    mutate: ['src/export/{redact,clean-names,secret-values,secret-hash}.ts'],
    tests: [
      'redact',
      'redact-reference',
      'clean-names',
      'secret-values',
      'credential-shapes',
      'secret-hash',
    ].map((test) => `export/${test}`),
  },
  proof: {
    mutate: ['src/server/{scan-state,soteri}.ts'],
    tests: ['scan-state', 'scan-status', 'seen-states', 'soteri-requests'].map((test) => `server/${test}`),
    without: ['over all sequences'],
  },
  wait: {
    mutate: ['src/server/wait.ts'],
    tests: ['server/wait.test', 'server/wait-requests'],
    without: ['of 5,000 repositories', 'an error only when each target', 'two hours'],
  },
  polling: {
    mutate: ['src/server/{wait-progress,poll-target,poll-branch,poll-other-branches,poll-delay}.ts'],
    tests: [
      'wait-progress',
      'live-progress',
      'poll-target',
      'poll-delay',
      'poll-branch',
      'poll-other-branches',
    ].map((test) => `server/${test}`),
  },
  globs: {
    mutate: ['src/config/globs.ts'],
    tests: ['config/globs'],
    without: ['compared with the globs of Node', 'is answered at once'],
  },
  thresholds: {
    mutate: ['src/config/{thresholds,policy}.ts'],
    tests: ['config/thresholds'],
    without: ['text of any kind'],
  },
  suppressions: {
    mutate: ['src/judge/{suppressions,match-index,severities}.ts'],
    tests: ['suppressions', 'severities', 'match-index', 'number-sets'].map((test) => `judge/${test}`),
  },
  'policy-file': {
    mutate: ['src/config/{policy-file,policy-schema,yaml}.ts'],
    tests: ['policy-file', 'policy-schema', 'merge-policies', 'guide'].map((test) => `config/${test}`),
    without: ['gives a document or mistakes, and never throws'],
  },
  judging: {
    mutate: ['src/judge/{judge,baseline,baseline-lookup,next-baseline,counts}.ts'],
    tests: ['judge', 'baseline', 'baseline-lookup', 'json-parts', 'threshold-counts', 'totals'].map(
      (test) => `judge/${test}`,
    ),
    without: ['does not cost rows times thresholds', 'some 20 bytes a finding', 'order of rows'],
  },
  counting: {
    mutate: ['src/judge/{finding-index,fingerprint}.ts'],
    tests: ['judge/finding-index', 'judge/fingerprint'],
  },
  'verify-export': { mutate: ['src/export/verify-export.ts'], tests: ['export/verify-export'] },
  comparing: {
    mutate: ['src/operations/diff.ts', 'src/export/reviewed.ts'],
    tests: ['operations/diff', 'export/reviewed-index'],
    without: ['mirrored when swapped'],
  },
  merge: { mutate: ['src/operations/merge/merge-proof.ts'], tests: ['operations/merge/merge'] },
}

type Results = Awaited<ReturnType<Stryker['runMutationTest']>>

async function mutate(name: string, { mutate, tests, without = [] }: Group): Promise<Results> {
  const stryker = new Stryker({
    mutate: [...mutate],
    testRunner: 'jest',
    testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    jest: {
      config: {
        // Jest looks at every file below these for each mutant.
        roots: ['<rootDir>/src', '<rootDir>/__tests__/unit'],
        testMatch: tests.map((test) => `<rootDir>/__tests__/unit/${test}.test.ts`),
        ...(without.length === 0 ? {} : { testNamePattern: `^(?!.*(?:${without.join('|')}))` }),
        watchman: false,
      },
    },
    coverageAnalysis: 'perTest',
    concurrency: 2,
    // Long enough that a busy machine does not look like an endless loop.
    timeoutMS: 8000,
    timeoutFactor: 2,
    // What a test has killed stays killed, until that test or the mutant changes.
    incremental: true,
    incrementalFile: `mutation/${name}.incremental.json`,
    // Stryker would rewrite tsconfig.json through TypeScript's API, which TypeScript 7 does not have. Node strips the
    // types, so nothing needs that file: a name that does not exist leaves it alone.
    tsconfigFile: 'none.json',
    reporters: ['clear-text', 'json', 'progress-append-only'],
    clearTextReporter: { logTests: false, reportTests: false, allowColor: false },
    jsonReporter: { fileName: `mutation/${name}.json` },
    tempDirName: `mutation/work-${name}`,
    ignorePatterns: ['/mutation', '/dist*', '/lib*', '/coverage', '/soteri-report'],
  })
  return stryker.runMutationTest()
}

/** The rows of docs/mutation.md. What did not even load is in no score; what ran for ever counts as noticed. */
function tableOf(results: Results): string {
  const files = Map.groupBy(results, ({ fileName }) => relative('.', fileName))
  const rows = [...files].map(([file, mutants]) => {
    const count = (...statuses: readonly string[]): number =>
      mutants.filter(({ status }) => statuses.includes(status)).length
    const [killed, timedOut] = [count('Killed'), count('Timeout')]
    const survived = count('Survived', 'NoCoverage')
    const score = ((100 * (killed + timedOut)) / (killed + timedOut + survived)).toFixed(1)
    const counts = [mutants.length, killed, timedOut, count('RuntimeError', 'CompileError'), survived]
    return `| \`${file}\` | ${counts.join(' | ')} | ${score} % |`
  })
  return [
    '| file | mutants | killed | ran for ever | did not load | survived | noticed |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows.sort(),
  ].join('\n')
}

const names = Object.keys(groups)
const chosen = process.argv.length > 2 ? process.argv.slice(2) : names
const unknown = chosen.filter((name) => !names.includes(name))
if (unknown.length > 0) throw new Error(`no such group: ${unknown.join(', ')}; there are ${names.join(', ')}`)
const results: Results = []
for (const name of chosen) results.push(...(await mutate(name, groups[name] as Group)))
console.log(tableOf(results))
