/**
 * `node scripts/rehearse-release.ts` goes through a first release in a scratch clone, up to `npx soteri-gate@X` from a
 * registry on this machine: the changes that CONTRIBUTING asks for, the scripts of `release.yml` as they are, a publish,
 * and a judgement by what was published. Nothing is pushed. Left out are GitHub's own parts (attestations, the release,
 * the tag `v1`) and, but for `--executables`, the executables and the image, which have tests of their own.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parse } from 'yaml'

const VERSION = '1.0.0'
const VERDACCIO = 'verdaccio@6.10.4'
const withExecutables = process.argv.includes('--executables')
const scratch = mkdtempSync(join(tmpdir(), 'soteri-gate-rehearsal-'))
const clone = join(scratch, 'clone')
const servers: ChildProcess[] = []
process.on('exit', () => {
  for (const server of servers) server.kill()
  rmSync(scratch, { recursive: true, force: true })
})

type Workflow = { jobs: Record<string, { steps: { name?: string; run?: string }[] }> }
const release = parse(readFileSync('.github/workflows/release.yml', 'utf8')) as Workflow

step('a clone', () => {
  run('git', ['clone', '--quiet', '--no-hardlinks', resolve('.'), clone], scratch)
  bash('git checkout --quiet -B main && npm ci --ignore-scripts --no-audit --no-fund --prefer-offline')
})
step('the changes of a first release', prepare)
step('a build that is what is committed', () => {
  bash('npm run --silent build && git add -A')
  const author = ['-c', 'user.name=Rehearsal', '-c', 'user.email=rehearsal@example.com']
  run('git', [...author, 'commit', '--quiet', '--message', `Release ${VERSION}`], clone)
  bash(`git tag v${VERSION} && git update-ref refs/remotes/origin/main HEAD && npm run --silent check:dist`)
})
step('tests of what the changes touched', () => {
  bash('npm test -- __tests__/project/documentation __tests__/project/generated')
  bash('npm run test:slow -- __tests__/project/sbom')
  bash("npm run test:slow -- __tests__/e2e/readme --testNamePattern 'has no'")
})
step('the scripts of release.yml', () => {
  for (const name of ['The tag is', 'What is released']) bash(scriptOf('build', name))
  bash(scriptOf('publish', 'Nothing changed'))
  console.log(readdirSync(join(clone, 'release')).join('\n'))
})
const registry = await startRegistry()
step('a publish, and the same again', () => {
  const script = scriptOf('npm', null).replace(' --provenance', '')
  bash(script, registry)
  bash(script, registry)
})
step(`npx soteri-gate@${VERSION}`, () => {
  const consumer = join(scratch, 'consumer')
  mkdirSync(consumer)
  writeFileSync(
    join(consumer, 'export.csv'),
    'Project,Repository,Path,Line,Rule\nPAY,checkout,a.ts,1,AWS_CLIENT_ID\n',
  )
  const npx = (args: string): string => bash(`npx --yes soteri-gate@${VERSION} ${args}`, registry, consumer)
  if (npx('version').trim() !== VERSION) throw new Error('another version was run')
  const said = npx('evaluate --report-files export.csv --mode report')
  if (!/\nwarn: .*\n$/.test(said)) throw new Error(said)
})
console.log('The release works as far as this machine can show it.')
process.exit(0)

/** What CONTRIBUTING says under "Releases", step 1. */
function prepare(): void {
  const today = new Date().toISOString().slice(0, 10)
  edit('CHANGELOG.md', /^## \[Unreleased\]$/m, `## [Unreleased]\n\n## [${VERSION}] - ${today}`)
  edit('README.md', /^> \*\*Not released yet[\s\S]*?\n\n/m, '')
  bash(`npm version --no-git-tag-version --allow-same-version ${VERSION}`)
  edit('src/version.ts', /'\d+\.\d+\.\d+'/, `'${VERSION}'`)
}

function edit(path: string, pattern: RegExp, replacement: string): void {
  const text = readFileSync(join(clone, path), 'utf8')
  if (!pattern.test(text)) throw new Error(`${path} has nothing for ${pattern}`)
  writeFileSync(
    join(clone, path),
    text.replace(pattern, () => replacement),
  )
}

/** The script of a step whose name begins so, or of the only one with a script. */
function scriptOf(job: string, name: string | null): string {
  const steps = release.jobs[job]?.steps ?? []
  const found = steps.find((one) => one.run !== undefined && (name === null || one.name?.startsWith(name)))
  if (found?.run === undefined) throw new Error(`release.yml has no such step in ${job}: ${name}`)
  if (withExecutables) return found.run.replaceAll('sudo ', '')
  const isLeftOut = /apt-get|build:executable|build:image|image\.tar/
  return found.run
    .replace(/^for file in build[\s\S]*?^done\n/m, '')
    .split('\n')
    .filter((line) => !isLeftOut.test(line))
    .join('\n')
}

/** A registry that has what is published here and takes everything else from the usual one. Returns npm's variables. */
async function startRegistry(): Promise<Record<string, string>> {
  const folder = join(scratch, 'registry')
  mkdirSync(folder)
  const upstream = run('npm', ['config', 'get', 'registry'], folder).trim()
  // It asks for a tag of node-fetch that mirrors of the registry do not have.
  writeFileSync(join(folder, 'package.json'), '{"private": true, "overrides": {"node-fetch": "2.7.0"}}')
  run(
    'npm',
    ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline', VERDACCIO],
    folder,
  )
  writeFileSync(
    join(folder, 'config.yaml'),
    JSON.stringify({
      storage: join(folder, 'storage'),
      auth: { htpasswd: { file: join(folder, 'htpasswd') } },
      uplinks: { usual: { url: upstream } },
      packages: {
        'soteri-gate': { access: '$all', publish: '$all' },
        '**': { access: '$all', proxy: 'usual' },
      },
      log: { type: 'stdout', level: 'warn' },
    }),
  )
  const port = await freePort()
  const program = join(folder, 'node_modules', 'verdaccio', 'bin', 'verdaccio')
  const server = spawn(
    process.execPath,
    [program, '--config', 'config.yaml', '--listen', `127.0.0.1:${port}`],
    {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  servers.push(server)
  const url = `http://127.0.0.1:${port}/`
  for (let tries = 0; tries < 240; tries += 1) {
    await setTimeout(500)
    const reply = await fetch(`${url}-/ping`).catch(() => null)
    if (reply?.ok) break
  }
  writeFileSync(join(folder, 'npmrc'), `registry=${url}\n//127.0.0.1:${port}/:_authToken=of-the-rehearsal\n`)
  return { npm_config_userconfig: join(folder, 'npmrc'), npm_config_cache: join(folder, 'cache') }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise((done) => server.close(done))
  return typeof address === 'object' && address !== null ? address.port : 0
}

function step(name: string, work: () => void): void {
  console.log(`== ${name}`)
  const started = performance.now()
  work()
  console.log(`== ${name}: ok, ${Math.round((performance.now() - started) / 1000)} s`)
}

/** As a step of a workflow runs: `bash -eo pipefail`. */
function bash(script: string, env: Record<string, string> = {}, cwd = clone): string {
  const sha =
    cwd === clone ? spawnSync('git', ['rev-parse', 'HEAD'], { cwd, encoding: 'utf8' }).stdout.trim() : ''
  const all = { ...process.env, GITHUB_REF_NAME: `v${VERSION}`, GITHUB_SHA: sha, ...env }
  return run('bash', ['--norc', '-eo', 'pipefail', '-c', script], cwd, all)
}

function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): string {
  const child = spawnSync(program, args, { cwd, env, encoding: 'utf8', maxBuffer: 2 ** 28 })
  if (child.status === 0) return child.stdout
  console.error(child.stdout.slice(-4000))
  console.error(child.stderr.slice(-4000))
  throw new Error(`${program} ended with ${child.status}: ${args.at(-1)}`)
}
