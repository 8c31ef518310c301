/** The project's own automation: rules for workflows, the gate that needs all jobs, releases, Dependabot. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { releaseNotes } from '../../scripts/release-notes.ts'
import { brokenRules, type Workflow } from '../fixtures/workflow-rules.ts'

const read = (path: string): string => readFileSync(path, 'utf8')
const workflow = (name: string): Workflow => parse(read(`.github/workflows/${name}`)) as Workflow
const own = ['.github/workflows', 'examples/workflows'].flatMap((folder) =>
  readdirSync(folder).map((name) => `${folder}/${name}`),
)

describe('rules for workflows', () => {
  it.each(own)('%s keeps them', (path) => {
    expect(brokenRules(read(path))).toEqual([])
  })

  const good = `on: push
permissions: {}
jobs:
  one:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - run: echo
`
  it('have nothing against a good one', () => expect(brokenRules(good)).toEqual([]))

  it.each([
    ['a tag', ' # v7.0.1', '', 'not pinned'],
    ['a branch', '3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1', 'main', 'not pinned'],
    ['a short SHA', '3d3c42e5aac5ba805825da76410c181273ba90b1', '3d3c42e', 'not pinned'],
    ['zeros', '3d3c42e5aac5ba805825da76410c181273ba90b1', '0'.repeat(40), 'not pinned'],
    ['rights for all jobs', 'permissions: {}', 'permissions: read-all', 'at the top'],
    ['no rights said', 'permissions: {}\n', '', 'at the top'],
    ['no rights of a job', '    permissions:\n      contents: read\n', '', 'one: no permissions'],
    ['no timeout', '    timeout-minutes: 5\n', '', 'one: no timeout'],
    ['kept credentials', 'persist-credentials: false', 'fetch-depth: 0', 'one: a checkout that keeps'],
    ['an expression in a script', 'run: echo', 'run: echo $' + '{{ github.head_ref }}', 'one: an expression'],
    ['a download', 'run: echo', 'run: curl https://example.com | sh', 'one: a download'],
    ['a dangerous event', 'on: push', 'on: [push, pull_request_target]', 'dangerous event'],
    ['a push without concurrency', 'on: push', 'on: {push: {branches: [main]}}', 'no concurrency'],
  ])('see %s', (_, from, to, problem) => {
    const bad = good.replace(from, to)
    expect(bad).not.toBe(good)
    expect(brokenRules(bad)).toEqual([expect.stringContaining(problem)])
  })
})

type GateJob = { if: string; needs: string[]; steps: { run: string }[] }

describe('the gate of ci.yml', () => {
  const { jobs } = workflow('ci.yml')
  const gate = jobs.gate as unknown as GateJob
  const others = Object.keys(jobs).filter((name) => name !== 'gate')

  it('needs every other job and always runs', () => {
    expect([...gate.needs].sort()).toEqual(others.sort())
    expect(gate.if).toBe('always()')
  })

  const end = (results: Record<string, string>, event: string): number | null => {
    const needs = Object.fromEntries(
      Object.entries(Object.fromEntries(others.map((name) => [name, 'success']))).map(([name, result]) => [
        name,
        { result: results[name] ?? result },
      ]),
    )
    const env = { PATH: process.env.PATH ?? '', NEEDS: JSON.stringify(needs), EVENT: event }
    return spawnSync('bash', ['--norc', '-e', '-c', gate.steps[0]?.run ?? ''], { env }).status
  }

  it('is green when all are, and where there is no pull request to review', () => {
    expect(end({}, 'pull_request')).toBe(0)
    expect(end({ 'dependency-review': 'skipped' }, 'push')).toBe(0)
  })

  it('is red when one failed, was cancelled or was left out', () => {
    for (const name of others) {
      for (const result of ['failure', 'cancelled', 'skipped']) {
        expect({ name, result, end: end({ [name]: result }, 'pull_request') }).toMatchObject({ end: 1 })
      }
    }
  })
})

type Step = { name?: string; uses?: string; run?: string; with?: Record<string, string> }

describe('a release', () => {
  const jobs = workflow('release.yml').jobs as Record<
    string,
    { needs?: string[]; permissions: object; steps?: Step[] }
  >
  const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-release-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('is published only after all checks, and v1 moves last', () => {
    expect(jobs.publish?.needs).toEqual(['ci', 'build'])
    expect(jobs.npm?.needs).toEqual(['publish'])
    expect(jobs.image?.needs).toEqual(['publish'])
    expect(jobs['major-tag']?.needs).toEqual(['publish', 'npm', 'image'])
  })

  it('comes from the repository that package.json and all examples name, or npm refuses its provenance', () => {
    const { repository, homepage, bugs } = JSON.parse(read('package.json')) as {
      repository?: { url: string }
      homepage?: string
      bugs?: string
    }
    const [, name] = /^git\+https:\/\/github\.com\/([^/]+\/[^/]+)\.git$/.exec(repository?.url ?? '') ?? []
    expect(name).toBeDefined()
    const examples = own.filter((path) => path.startsWith('examples/'))
    for (const path of ['README.md', ...examples]) {
      const used = [
        ...read(path).matchAll(/\buses: (?!actions\/|github\/codeql-action\/)([^/\s]+\/[^/@\s]+)/g),
      ]
      expect({ path, used: [...new Set(used.map(([, each]) => each))] }).toEqual({ path, used: [name] })
    }
    const page = `https://github.com/${name}`
    expect({ homepage, bugs }).toEqual({ homepage: `${page}#readme`, bugs: `${page}/issues` })
  })

  it('lets no job that runs code of packages write or sign', () => {
    for (const [name, { steps = [], permissions }] of Object.entries(jobs)) {
      const runsPackages = steps.some(({ run = '' }) => /npm (ci|run|test)|node scripts/.test(run))
      if (runsPackages) expect({ name, permissions }).toEqual({ name, permissions: { contents: 'read' } })
    }
  })

  /**
   * Runs a script with a `gh` and an `npm` of these cases, which write down what else they are asked.
   * @param answers lines of a bash `case` over all arguments
   */
  function asked(script: string, tag: string, answers: { gh?: string; npm?: string }): string[] {
    const log = join(folder, 'asked.txt')
    writeFileSync(log, '')
    for (const name of ['gh', 'npm'] as const) {
      const cases = `case "$*" in\n${answers[name] ?? ''}\n*) echo "$*" >> '${log}' ;;\nesac\n`
      writeFileSync(join(folder, name), `#!/usr/bin/env bash\n${cases}`)
      chmodSync(join(folder, name), 0o755)
    }
    mkdirSync(join(folder, 'release'), { recursive: true })
    writeFileSync(join(folder, 'release/soteri-gate-1.0.0.tgz'), '')
    const env = {
      PATH: `${folder}${delimiter}${process.env.PATH ?? ''}`,
      GITHUB_REPOSITORY: 'a/b',
      GITHUB_REF_NAME: tag,
      GITHUB_SHA: 'c'.repeat(40),
    }
    const { status, stderr } = spawnSync('bash', ['--norc', '-eo', 'pipefail', '-c', script], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env,
      encoding: 'utf8',
    })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    return read(log).split('\n').filter(Boolean)
  }

  it('holds each way in, what is in it, and the checksums of all, which are attested', () => {
    const script = jobs.build?.steps?.find(({ name }) => name === 'What is released')?.run ?? ''
    const place = join(folder, 'built')
    mkdirSync(join(place, 'build'), { recursive: true })
    const platforms = ['linux-x64', 'linux-arm64', 'macos-arm64', 'macos-x64', 'windows-x64.exe']
    const stub = (name: string, cases: string) =>
      writeFileSync(join(place, name), `#!/usr/bin/env bash\ncase "$*" in\n${cases}\nesac\n`, { mode: 0o755 })
    stub('sudo', '*) ;;')
    stub('git', '*) touch "$5" ;;')
    stub(
      'npm',
      `'run build:executable') touch build/licenses.txt ${platforms.map((one) => `build/soteri-gate-1.0.0-${one}`).join(' ')} ;;
       'run build:image') touch build/soteri-gate-1.0.0-image.tar ;;
       'pack --pack-destination release') touch release/soteri-gate-1.0.0.tgz ;;
       'run --silent build:offline -- release') touch release/soteri-gate-1.0.0-offline.tgz ;;
       'run --silent sbom') echo of the action ;;
       'run --silent sbom -- npm') echo of the package ;;`,
    )
    const { status, stderr } = spawnSync('bash', ['--norc', '-eo', 'pipefail', '-c', script], {
      cwd: place,
      env: {
        PATH: `${place}${delimiter}${process.env.PATH ?? ''}`,
        GITHUB_REF_NAME: 'v1.0.0',
        GITHUB_SHA: 'c',
      },
      encoding: 'utf8',
    })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const named = [...read(join(place, 'release/SHA256SUMS')).matchAll(/^[0-9a-f]{64} {2}(.*)$/gm)]
    expect(named.map(([, name]) => name).sort()).toEqual(
      [
        ...platforms.map((one) => `soteri-gate-1.0.0-${one.replace('.exe', '')}.tar.gz`),
        ...['soteri-gate-1.0.0-image.tar', 'soteri-gate-1.0.0.tgz', 'soteri-gate-1.0.0-offline.tgz'],
        ...['soteri-gate-action-v1.0.0.tar.gz', 'soteri-gate-action.cdx.json', 'soteri-gate-npm.cdx.json'],
      ].sort(),
    )
    const attested = (jobs.publish?.steps ?? []).filter(({ uses }) => uses?.startsWith('actions/attest@'))
    expect(attested.map(({ with: given }) => given?.['subject-path'])).toEqual([
      'release/*',
      'release/soteri-gate-action-*.tar.gz',
      'release/*.tgz',
    ])
  })

  function moved(tag: string, tags: string[], hasMajor: boolean): string[] {
    const names = tags.map((name) => `refs/tags/${name}`).join(' ')
    const gh = `*matching-refs*) printf '%s\\n' ${names} ;;\n*'/ref/tags/'*) exit ${hasMajor ? 0 : 1} ;;`
    return asked(jobs['major-tag']?.steps?.at(-1)?.run ?? '', tag, { gh })
  }

  it('publishes the file by a path that npm cannot take for a repository, and only once', () => {
    const script = jobs.npm?.steps?.at(-1)?.run ?? ''
    const publish = 'publish ./release/soteri-gate-1.0.0.tgz --ignore-scripts --provenance --access public'
    expect(asked(script, 'v1.0.0', { npm: 'view*) ;;' })).toEqual([publish])
    expect(asked(script, 'v1.0.0', { npm: "'view soteri-gate@1.0.0 version') echo 1.0.0 ;;" })).toEqual([])
  })

  it('can run again after a draft that failed, and leaves a public release alone', () => {
    const script = jobs.publish?.steps?.at(-1)?.run ?? ''
    const gh = (isDraft: string): { gh: string } => ({
      gh: `*isImmutable*) echo true ;;\n'release view'*) ${isDraft} ;;`,
    })
    const made = [
      'release delete v1.0.0 --yes',
      expect.stringMatching(
        /^release create v1\.0\.0 --verify-tag --draft .* \.\/release\/soteri-gate-1\.0\.0\.tgz$/,
      ),
      'release edit v1.0.0 --draft=false',
    ]
    expect(asked(script, 'v1.0.0', gh('exit 1'))).toEqual(made)
    expect(asked(script, 'v1.0.0', gh('echo true'))).toEqual(made)
    expect(asked(script, 'v1.0.0', gh('echo false'))).toEqual([])
  })

  it('is not published when a check was skipped', () => {
    const { if: condition } = workflow('release.yml').jobs.publish as { if?: string }
    expect(condition).toBe("needs.ci.result == 'success' && needs.build.result == 'success'")
  })

  it('moves the major tag, or makes it', () => {
    const sha = `sha=${'c'.repeat(40)}`
    expect(moved('v1.10.0', ['v1.9.0', 'v1.10.0'], true)).toEqual([
      `api repos/a/b/git/refs/tags/v1 --method PATCH -f ${sha} -F force=true --silent`,
    ])
    expect(moved('v1.0.0', ['v1.0.0'], false)).toEqual([
      `api repos/a/b/git/refs --method POST -f ref=refs/tags/v1 -f ${sha} --silent`,
    ])
  })

  it('of an old version takes nobody back', () => {
    expect(moved('v1.9.1', ['v1.9.1', 'v1.10.0'], true)).toEqual([])
  })

  it('has notes from the changelog, and stops without', () => {
    const log =
      '# Changelog\n\n## [Unreleased]\n\n## [1.1.0] - 2027-01-02\n\n### Added\n\n* It.\n\n## [1.0.0] - 2026-12-01\n\n* All.\n\n[1.0.0]: https://example.com\n'
    expect(releaseNotes('v1.1.0', '1.1.0', log)).toBe('### Added\n\n* It.\n')
    expect(releaseNotes('v1.0.0', '1.0.0', log)).toBe('* All.\n')
    expect(() => releaseNotes('v1.1.0', '1.0.0', log)).toThrow(
      'The tag is v1.1.0, but package.json says 1.0.0.',
    )
    expect(() => releaseNotes('v1.2.0', '1.2.0', log)).toThrow('has no section "## [1.2.0] - DATE"')
    expect(() => releaseNotes('v2.0.0', '2.0.0', '## [2.0.0]\n\n* x\n')).toThrow('gives 2.0.0 no date')
    expect(() => releaseNotes('v2.0.0', '2.0.0', '## [2.0.0] - 2027-01-01\n\n')).toThrow(
      'says nothing of 2.0.0',
    )
  })
})

describe('Dependabot', () => {
  type Update = {
    'package-ecosystem': string
    directory?: string
    directories?: string[]
    cooldown?: { 'default-days': number }
    groups?: object
    schedule: { interval: string }
  }
  const { updates } = parse(read('.github/dependabot.yml')) as { updates: Update[] }

  it('looks after packages and actions, groups them, and waits', () => {
    expect(updates.map((update) => update['package-ecosystem'])).toEqual(['npm', 'npm', 'github-actions'])
    for (const { cooldown, groups, schedule } of updates) {
      expect(cooldown?.['default-days']).toBeGreaterThanOrEqual(7)
      expect(Object.keys(groups ?? {}).length).toBeGreaterThan(0)
      expect(schedule.interval).toBe('weekly')
    }
  })

  it('looks into every folder that pins something', () => {
    const covered = (ecosystem: string): string[] =>
      updates
        .filter((update) => update['package-ecosystem'] === ecosystem)
        .flatMap(({ directory, directories = [] }) => [...directories, ...(directory ? [directory] : [])])
    const listed = spawnSync('git', ['ls-files'], { encoding: 'utf8' }).stdout.split('\n')
    const packages = listed.filter(
      (path) => /(^|\/)package\.json$/.test(path) && read(path).includes('ependencies"'),
    )
    expect(covered('npm').sort()).toEqual(
      packages.map((path) => `/${path.replace(/\/?package\.json$/, '')}`).sort(),
    )
    const folders = new Set(own.map((path) => `/${path.slice(0, path.lastIndexOf('/'))}`))
    const workflows = [...folders].map((path) => (path === '/.github/workflows' ? '/' : path))
    expect(covered('github-actions').sort()).toEqual(workflows.sort())
  })
})
