/**
 * The executable for Linux (x64), from an empty folder with an empty environment: every operation against the sandbox,
 * and every part that only some runs load; and the image that is made of it, unpacked and entered with `chroot`. The other platforms are made and looked at by `npm run build:executable` alone.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import { toolVersion } from '../../src/version.ts'
import { pipelineScript } from '../fixtures/pipeline-command.ts'

const MINUTE = 60_000
const program = resolve(`build/soteri-gate-${toolVersion}-linux-x64`)
const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-executable-'))
const password = ['pass', 'word', 'of', 'admin'].join('-')
let sandbox: Sandbox

beforeAll(async () => {
  const build = spawnSync(process.execPath, ['scripts/build-executable.ts', 'linux-x64'], {
    encoding: 'utf8',
  })
  if (build.status !== 0) throw new Error(build.stderr)
  sandbox = await startSandbox({
    repositories: [
      { project: 'PAY', slug: 'checkout', made: [{ name: 'main', findings: 3 }] },
      { project: 'LIB', slug: 'tools', made: [{ name: 'main', findings: 0 }] },
    ],
    users: [{ name: 'admin', password, rights: { admin: true } }],
    scanDurationMs: 50,
  })
}, 5 * MINUTE)
afterAll(async () => {
  await sandbox.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Nothing is inherited, not even a PATH. */
function run(args: readonly string[], env: Record<string, string> = {}) {
  return new Promise<{ status: number | null; stdout: string; stderr: string }>((ended) => {
    const child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const said = { stdout: '', stderr: '' }
    child.stdout.on('data', (chunk: Buffer) => {
      said.stdout += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      said.stderr += chunk.toString()
    })
    child.once('close', (status) => ended({ status, ...said }))
  })
}

const onServer = (operation: string, ...flags: string[]) =>
  run(
    [operation, '--bitbucket-url', sandbox.url, '--username', 'admin', '--poll-interval', '50ms', ...flags],
    { SOTERI_GATE_PASSWORD: password },
  )
const lines = ({ stdout }: { stdout: string }): string => stdout.trimEnd().split('\n').at(-1) ?? ''

describe('every operation', () => {
  it.each<[string, string[], number, RegExp]>([
    ['doctor', ['--scope', 'instance'], 0, /^pass: \d+ checks ok/],
    ['scan', ['--scope', 'instance', '--wait', 'true'], 0, /^pass: /],
    ['gate', ['--project', 'LIB', '--repo', 'tools'], 0, /^pass: /],
    ['gate', ['--project', 'PAY'], 1, /^fail: threshold "total": 3 found/],
    [
      'export',
      ['--scope', 'instance', '--formats', 'csv,json,sarif,html,junit,markdown,gitlab'],
      1,
      /^fail: /,
    ],
    ['export-reviewed', ['--project', 'PAY'], 0, /^pass: /],
    ['plan', ['--scope', 'instance', '--shards', '2'], 0, /^pass: /],
    ['cancel', ['--scope', 'instance', '--cancel', 'queued'], 0, /^pass: /],
  ])(
    '%s %j',
    async (operation, flags, status, last) => {
      const result = await onServer(operation, ...flags)
      expect({ status: result.status, last: lines(result), stderr: result.stderr }).toEqual({
        status,
        last: expect.stringMatching(last),
        stderr: '',
      })
    },
    MINUTE,
  )

  it('evaluate, with a policy file, over a CSV in single quotes', async () => {
    const header = "'Project','Repository','Branch','Path','Line','Rule'"
    writeFileSync(join(folder, 'odd.csv'), `${header}\n'PAY','checkout','main','a.ts','1','AWS_CLIENT_ID'\n`)
    writeFileSync(join(folder, 'policy.yml'), 'thresholds:\n  - name: all\n    max: 1\n')
    const result = await run(['evaluate', '--report-files', 'odd.csv', '--policy-file', 'policy.yml'])
    expect({ status: result.status, last: lines(result) }).toEqual({
      status: 0,
      last: expect.stringMatching(/^pass: /),
    })
    for (const name of ['report.html', 'report.json', 'report.sarif', 'findings.csv'])
      expect(existsSync(join(folder, 'soteri-report', name))).toBe(true)
  })
})

describe('every command', () => {
  it('init, explain, diff, schema, help and version', async () => {
    expect(await run(['version'])).toEqual({ status: 0, stdout: `${toolVersion}\n`, stderr: '' })
    expect((await run(['help'])).stdout).toMatch(/^Usage: /)
    expect((await run([])).status).toBe(2)
    expect(await run(['init', 'gitlab'])).toMatchObject({ status: 0, stderr: '' })
    expect(readdirSync(join(folder, '.gitlab'))).toEqual(['soteri-gate.yml'])
    expect(await run(['explain'])).toMatchObject({ status: 0, stderr: '' })
    expect(await run(['diff', 'soteri-report', 'soteri-report'])).toMatchObject({ status: 0 })
    for (const name of ['policy', 'report']) {
      const { stdout } = await run(['schema', name])
      expect(stdout).toBe(readFileSync(`schema/${name}.schema.json`, 'utf8'))
    }
  })
})

it('needs no library but those of every Linux, and no glibc above 2.28', () => {
  const file = readFileSync(program, 'latin1')
  const asked = [...file.matchAll(/\0GLIBC_2\.(\d+)(?=\0)/g)].map(([, minor]) => Number(minor))
  expect(Math.max(...asked)).toBe(28)
  const { stdout } = spawnSync('ldd', [program], { encoding: 'utf8' })
  expect([...stdout.matchAll(/^\s+(\S+?)\.so/gm)].map(([, name]) => name).sort()).toEqual([
    ...[
      '/lib64/ld-linux-x86-64',
      'libc',
      'libdl',
      'libgcc_s',
      'libm',
      'libpthread',
      'libstdc++',
      'linux-vdso',
    ],
  ])
})

/** As root, or as somebody who may become it without a password. */
const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n']

describe('the image', () => {
  const layout = 'build/image'
  const root = join(folder, 'root')
  const blobOf = (digest: string): string => join(layout, 'blobs', digest.replace(':', '/'))
  type Descriptor = { digest: string; size: number }
  const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))
  let layer = { digest: '', size: 0 }
  let config: Record<string, unknown> = {}

  beforeAll(() => {
    const build = spawnSync(process.execPath, ['scripts/build-image.ts'], { encoding: 'utf8' })
    if (build.status !== 0) throw new Error(build.stderr)
    const { manifests } = read(join(layout, 'index.json')) as { manifests: Descriptor[] }
    const manifest = read(blobOf(manifests[0]?.digest ?? '')) as { config: Descriptor; layers: Descriptor[] }
    layer = manifest.layers[0] ?? layer
    config = (read(blobOf(manifest.config.digest)) as { config: Record<string, unknown> }).config
    mkdirSync(root)
    const unpack = ['tar', '-xpf', blobOf(layer.digest), '-C', root]
    spawnSync(asRoot[0] ?? 'tar', [...asRoot.slice(1), ...(asRoot.length > 0 ? unpack : unpack.slice(1))])
  }, 2 * MINUTE)
  afterAll(() => {
    if (asRoot.length > 0) spawnSync('sudo', ['-n', 'rm', '-rf', root])
  })

  /** Runs a script as GitLab does: `sh -c` in the image, as its user, in its folder. */
  const inside = (script: string, env: Record<string, string> = {}) =>
    new Promise<{ status: number | null; said: string }>((ended) => {
      const variables = Object.entries({ PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/work', ...env })
      const words = [
        ...[...asRoot, 'chroot', `--userspec=${config.User}`, root, '/bin/env', '-i'],
        ...variables.map(([name, value]) => `${name}=${value}`),
        ...['/bin/sh', '-ec', `cd ${config.WorkingDir}\n${script}`],
      ]
      const child = spawn(words[0] ?? '', words.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] })
      let said = ''
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => {
          said += chunk.toString()
        })
      child.once('close', (status) => ended({ status, said }))
    })

  it('is a layout whose blobs are what their digests say, with user, folder, command and labels', () => {
    for (const name of readdirSync(join(layout, 'blobs', 'sha256'))) {
      const content = readFileSync(join(layout, 'blobs', 'sha256', name))
      expect(createHash('sha256').update(content).digest('hex')).toBe(name)
    }
    expect(config).toMatchObject({ User: '65532:65532', WorkingDir: '/work', Cmd: ['soteri-gate'] })
    expect(config).not.toHaveProperty('Entrypoint')
    expect(config.Labels).toMatchObject({ 'org.opencontainers.image.version': toolVersion })
  })

  it('holds what the licences of its parts ask for, and CA certificates', () => {
    expect(readFileSync(join(root, 'usr/share/doc/soteri-gate/licenses.txt'), 'utf8')).toContain('undici 8.')
    expect(readFileSync(join(root, 'etc/ssl/certs/ca-certificates.crt'), 'utf8')).toContain(
      'BEGIN CERTIFICATE',
    )
  })

  it(
    'gates in a script of a CI, as its own user, and writes into its folder alone',
    async () => {
      const { script, env } = pipelineScript(
        'gitlab/.gitlab-ci.yml',
        readFileSync('examples/gitlab/.gitlab-ci.yml', 'utf8'),
      )
      const more: Record<string, string> = {
        CI_COMMIT_BRANCH: 'main',
        SOTERI_GATE_BITBUCKET_URL: sandbox.url,
        SOTERI_GATE_PROJECT: 'LIB',
        SOTERI_GATE_REPO: 'tools',
        SOTERI_GATE_USERNAME: 'admin',
        SOTERI_GATE_PASSWORD: password,
        SOTERI_GATE_POLL_INTERVAL: '50ms',
        GITLAB_CI: 'true',
      }
      const { SOTERI_GATE_TOKEN: _, ...variables }: Record<string, string> = { ...env, ...more }
      const gate = await inside(
        `${script}\nid -u; ls soteri-report; grep VERDICT soteri-report/soteri-gate.env`,
        variables,
      )
      expect(gate).toEqual({
        status: 0,
        said: expect.stringMatching(/\npass: .*\n65532\n[\s\S]*SOTERI_VERDICT=pass\n$/),
      })
      expect((await inside('touch /outside')).status).not.toBe(0)
    },
    MINUTE,
  )
})

it(
  'every way in that needs no registry ends with a verdict, from an empty folder, within five minutes',
  () => {
    const ways = ['executable', 'image', 'clone', 'action']
    const { status, stdout } = spawnSync('bash', ['scripts/five-minutes.sh', ...ways], { encoding: 'utf8' })
    expect({ status, lines: stdout.trimEnd().split('\n') }).toEqual({
      status: 0,
      lines: ways.map((way) => expect.stringMatching(new RegExp(`^${way}: pass: .*, after \\d+ s$`))),
    })
  },
  5 * MINUTE,
)
