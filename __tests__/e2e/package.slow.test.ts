/**
 * The npm package as a stranger gets it: packed, installed into an empty folder, run and imported there. The one test
 * that needs a package registry, for the dependencies.
 */
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { otherNode } from '../fixtures/other-node.ts'
import { csvOf, row, wordy } from '../fixtures/scripted-export.ts'

const MINUTES = 60_000
const root = mkdtempSync(join(tmpdir(), 'soteri-gate-package-'))
const project = join(root, 'project')
const consumer = join(root, 'consumer')
afterAll(() => rmSync(root, { recursive: true, force: true }))

function call(program: string, args: string[], cwd: string) {
  const child = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
    timeout: 5 * MINUTES,
  })
  return { status: child.status, stdout: child.stdout, stderr: child.stderr }
}

/** As `call`, for what must work before anything can be tested. */
function must(program: string, args: string[], cwd: string): string {
  const { status, stdout, stderr } = call(program, args, cwd)
  if (status !== 0)
    throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr.slice(-2000)}`)
  return stdout
}

/** The last line of the log for the export below. */
const fails = /\nfail: threshold "total": 1 found, .*\n$/
let packed: string[] = []

beforeAll(() => {
  // A copy, since packing builds `lib/` anew while other tests may read it.
  mkdirSync(project)
  const shipped = ['bin', 'src', 'schema', 'examples', 'docs', 'README.md', 'LICENSE', 'package.json']
  for (const path of [...shipped, 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'scripts']) {
    cpSync(path, join(project, path), { recursive: true })
  }
  mkdirSync(join(project, 'dist'))
  symlinkSync(resolve('node_modules'), join(project, 'node_modules'), 'junction')
  const [tarball] = JSON.parse(must('npm', ['pack', '--json'], project)) as {
    filename: string
    files: { path: string }[]
  }[]
  if (tarball === undefined) throw new Error('npm pack made nothing')
  packed = tarball.files.map(({ path }) => path)
  mkdirSync(consumer)
  writeFileSync(join(consumer, 'package.json'), '{"private": true, "type": "module"}')
  const install = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts']
  must('npm', [...install, join(project, tarball.filename)], consumer)
  writeFileSync(join(consumer, 'export.csv'), csvOf(wordy, [row()]))
}, 10 * MINUTES)

describe('the tarball', () => {
  it('holds what is run, read and shown, and nothing else', () => {
    expect(packed).toEqual(
      expect.arrayContaining([
        'bin/soteri-gate.cjs',
        'lib/cli.js',
        'lib/api.js',
        'lib/api.d.ts',
        'LICENSE',
        'README.md',
      ]),
    )
    expect(packed).toContain('schema/policy.schema.json')
    expect(packed).toContain('docs/decisions/fail-closed.md')
    // No pictures: half a megabyte, and npm's page shows those of the repository.
    const expected =
      /^(bin\/soteri-gate\.cjs|lib\/.*\.(js|d\.ts)|schema\/.*\.json|examples\/.*|docs\/(decisions\/)?[^/]*\.md|LICENSE|README\.md|package\.json)$/
    expect(packed.filter((path) => !expected.test(path))).toEqual([])
    // Files of the action, which is bundled.
    for (const path of ['lib/action.js', 'lib/ci/github.js', 'lib/ci/artifacts.js'])
      expect(packed).not.toContain(path)
  })

  it(
    'is what the command of release.yml would publish',
    () => {
      const [command = ''] =
        /npm publish .*$/m.exec(readFileSync('.github/workflows/release.yml', 'utf8')) ?? []
      const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
      mkdirSync(join(project, 'release'))
      cpSync(
        join(project, `soteri-gate-${version}.tgz`),
        join(project, 'release', `soteri-gate-${version}.tgz`),
      )
      const script = `export npm_config_loglevel=notice GITHUB_REF_NAME=v${version}; ${command} --dry-run`
      const { status, stdout } = call('bash', ['--norc', '-eo', 'pipefail', '-c', script], project)
      expect({ status, stdout }).toEqual({ status: 0, stdout: `+ soteri-gate@${version}\n` })
    },
    MINUTES,
  )

  it('asks for nothing that only developers need', () => {
    const installed = readdirSync(join(consumer, 'node_modules'))
    for (const name of ['node24', 'jest', 'typescript', '@actions']) expect(installed).not.toContain(name)
    expect(installed.length).toBeLessThan(40)
  })
})

describe('the program', () => {
  const npx = (...args: string[]) => call('npx', ['--no-install', 'soteri-gate', ...args], consumer)

  it(
    'names its version',
    () => {
      const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
      expect(npx('--version').stdout).toBe(`${version}\n`)
    },
    MINUTES,
  )

  it(
    'judges an export',
    () => {
      const { status, stdout } = npx(
        'evaluate',
        '--report-files',
        'export.csv',
        '--formats',
        'csv,json,sarif,html',
      )
      expect({ status, stdout }).toEqual({ status: 1, stdout: expect.stringMatching(fails) })
      expect(readdirSync(join(consumer, 'soteri-report'))).toEqual(
        expect.arrayContaining(['report.html', 'report.json']),
      )
    },
    MINUTES,
  )

  it(
    'writes its examples',
    () => {
      const { status, stdout } = npx('init')
      expect({ status, stdout }).toEqual({
        status: 0,
        stdout: expect.stringContaining('wrote .soteri-gate.yml'),
      })
      rmSync(join(consumer, '.soteri-gate.yml'))
    },
    MINUTES,
  )
})

/** Versions in a row of the table in `docs/ci.md`. */
function testedWith(row: string): string[] {
  const line = readFileSync('docs/ci.md', 'utf8')
    .split('\n')
    .find((one) => one.startsWith(`| ${row} |`))
  return line?.match(/\d+\.\d+\.\d+/g) ?? []
}

/** Only Linux on x64 can be brought here. */
const describeOnLinux = process.platform === 'linux' && process.arch === 'x64' ? describe : describe.skip
describeOnLinux('another Node', () => {
  const program = join(consumer, 'node_modules', '.bin', 'soteri-gate')
  const run = (version: string, ...args: string[]) => call(otherNode(version), [program, ...args], consumer)

  it.each(testedWith('12 to 23'))(
    '%s is too old, which is said in one line with the way out',
    (version) => {
      expect(run(version, 'evaluate')).toEqual({
        status: 2,
        stdout: '',
        stderr: `error (exit 2): soteri-gate needs Node 24 or newer, and this is Node ${version}: install one, or take the executable, which needs no Node, from https://github.com/soteri-gate/soteri-gate/releases\n`,
      })
    },
    MINUTES,
  )

  it.each([...testedWith('24.0 and 24.1'), ...testedWith('24.2 or newer')])(
    '%s judges an export',
    (version) => {
      const { status, stdout, stderr } = run(version, 'evaluate', '--report-files', 'export.csv')
      expect({ status, stdout, stderr }).toEqual({
        status: 1,
        stdout: expect.stringMatching(fails),
        stderr: '',
      })
    },
    MINUTES,
  )
})

describeOnLinux("Node's permission model", () => {
  it(
    'covers the network from 25 on, as docs/security.md says',
    () => {
      const [, flags = ''] = /`NODE_OPTIONS="([^"]+)"`/.exec(readFileSync('docs/security.md', 'utf8')) ?? []
      const args = ['node_modules/soteri-gate/lib/cli.js', 'doctor', '--bitbucket-url', 'http://127.0.0.1:1']
      const doctor = (version: string, ...more: string[]): string =>
        call(otherNode(version), [...flags.split(' '), ...more, ...args], consumer).stdout
      expect(doctor('24.21.0')).toContain('ECONNREFUSED')
      expect(doctor('26.10.0')).not.toContain('ECONNREFUSED')
      expect(doctor('26.10.0', '--allow-net')).toContain('ECONNREFUSED')
    },
    MINUTES,
  )
})

describe('the offline package', () => {
  it(
    'installs and judges an export without any registry',
    () => {
      const tarball = must(process.execPath, ['scripts/offline-package.ts', root], project).trim()
      const [prefix, cache] = [join(root, 'offline'), join(root, 'empty-cache')]
      const flags = ['--offline', '--no-audit', '--no-fund', '--cache', cache, '--prefix', prefix]
      must('npm', ['install', '--global', ...flags, tarball], root)
      const program = join(prefix, process.platform === 'win32' ? 'soteri-gate.cmd' : 'bin/soteri-gate')
      const { status, stdout } = call(program, ['evaluate', '--report-files', 'export.csv'], consumer)
      expect({ status, stdout }).toEqual({ status: 1, stdout: expect.stringMatching(fails) })
    },
    2 * MINUTES,
  )
})

describe('the API', () => {
  it(
    'judges an export',
    () => {
      const script = `
      import { evaluate } from 'soteri-gate'
      const { verdict, exitCode, counts, error } = await evaluate({ reportFiles: ['export.csv'], thresholds: ['total = 1'] })
      console.log(JSON.stringify({ verdict, exitCode, total: counts.total, error }))`
      writeFileSync(join(consumer, 'use.js'), script)
      const { stdout, stderr } = call(process.execPath, ['use.js'], consumer)
      expect({ stdout, stderr }).toEqual({
        stdout: '{"verdict":"pass","exitCode":0,"total":1,"error":null}\n',
        stderr: '',
      })
    },
    MINUTES,
  )

  it(
    'has types that hold without any setting',
    () => {
      const text = `
      import { evaluate, type Evaluation } from 'soteri-gate'
      const result: Evaluation = await evaluate({ reportFiles: ['a.zip'], mode: 'warn' })
      export const total: number | undefined = result.counts?.total
      // @ts-expect-error there is no such mode
      await evaluate({ reportFiles: [], mode: 'wrn' })
      export const high: number = result.thresholds[0]?.observed ?? 0`
      writeFileSync(join(consumer, 'use.ts'), text)
      const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', 'use.ts']
      const { stdout } = call(
        process.execPath,
        [resolve('node_modules/typescript/bin/tsc'), ...options],
        consumer,
      )
      expect(stdout).toBe('')
    },
    MINUTES,
  )
})
