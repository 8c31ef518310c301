/**
 * `npm run build:executable` makes the program one file that needs no Node, for each platform or for those that are
 * named: `npm run build:executable -- linux-x64`. The command line is bundled to one file of CommonJS, and goes with
 * examples and schemas into the Node binary of each platform, which npm brings. Runs on Linux (x64).
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { toolVersion } from '../src/version.ts'
import { builders, type Platform, platforms, postject, type Tarball } from './executable/platforms.ts'
import { licenceList } from './licences.ts'

type Inject = (
  file: string,
  name: string,
  data: Buffer,
  options: { sentinelFuse: string; machoSegmentName?: string },
) => Promise<void>

const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'
const output = 'build'
const scratch = mkdtempSync(join(tmpdir(), 'soteri-gate-executable-'))
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(platforms)
const main = await bundle()
const inject = (createRequire(import.meta.url)(join(bring(postject), 'dist', 'api.js')) as { inject: Inject })
  .inject
const contents = new Map<string, Buffer>()
for (const name of wanted) {
  const platform = platforms[name]
  if (platform === undefined) throw new Error(`${name} is none of ${Object.keys(platforms).join(', ')}`)
  await make(name, platform)
}

/** Bundles the command line into one file and writes the licences of what is in it. */
async function bundle(): Promise<string> {
  const file = join(scratch, 'main.cjs')
  const { metafile } = await build({
    entryPoints: ['src/cli.ts'],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    charset: 'ascii',
    define: { 'import.meta.dirname': '__dirname' },
    metafile: true,
    tsconfigRaw: {},
  })
  const packages = Object.keys(metafile.inputs).flatMap(
    (path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [],
  )
  mkdirSync(output, { recursive: true })
  const node = readFileSync(join(bring(Object.values(builders)[0] as Tarball), 'LICENSE'), 'utf8')
  const licences = `${licenceList([...new Set(packages)].sort())}\n${'-'.repeat(80)}\nNode.js\n\n${node}`
  writeFileSync(join(output, 'licenses.txt'), licences)
  return file
}

async function make(name: string, { node, binary, ending, problem }: Platform): Promise<void> {
  const file = join(output, `soteri-gate-${toolVersion}-${name}${ending}`)
  rmSync(file, { force: true })
  writeFileSync(file, readFileSync(join(bring(node), binary)))
  const isMac = name.startsWith('macos-')
  await inject(file, 'NODE_SEA_BLOB', contentFor(node.version), {
    sentinelFuse: FUSE,
    ...(isMac ? { machoSegmentName: 'NODE_SEA' } : {}),
  })
  chmodSync(file, 0o755)
  const made = readFileSync(file)
  const wrong = problem(made) ?? (made.includes(`${FUSE}:1`) ? null : 'without its content')
  if (wrong !== null) throw new Error(`${file} is ${wrong}`)
  const digest = createHash('sha256').update(made).digest('hex')
  console.log(`${file}  Node ${node.version}, ${Math.round(made.length / 2 ** 20)} MiB, SHA-256 ${digest}`)
}

/** Program, examples and schemas in the form that this version of Node reads. */
function contentFor(version: string): Buffer {
  const known = contents.get(version)
  if (known !== undefined) return known
  const builder = builders[version]
  if (builder === undefined) throw new Error(`no Node ${version} for the machine that builds`)
  const [config, blob] = [join(scratch, 'config.json'), join(scratch, 'blob')]
  const assets = Object.fromEntries([...below('examples'), ...below('schema')].map((path) => [path, path]))
  const options = { main, output: blob, disableExperimentalSEAWarning: true, assets }
  writeFileSync(config, JSON.stringify(options))
  run(join(bring(builder), 'bin', 'node'), ['--experimental-sea-config', config])
  const content = readFileSync(blob)
  contents.set(version, content)
  return content
}

function below(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).replaceAll('\\', '/'))
    .sort()
}

/** The folder of an unpacked package, whose digest was compared. */
function bring(tarball: Tarball): string {
  const folder = join(scratch, `${tarball.package}-${tarball.version}`)
  const packed = `${folder}.tgz`
  if (readdirSync(scratch).includes(`${tarball.package}-${tarball.version}`)) return folder
  run('npm', [
    ...['pack', '--silent', '--prefer-offline', '--pack-destination', scratch],
    `${tarball.package}@${tarball.version}`,
  ])
  const digest = createHash('sha512').update(readFileSync(packed)).digest('base64')
  if (digest !== tarball.sha512) throw new Error(`${packed} has the SHA-512 ${digest}`)
  mkdirSync(folder)
  run('tar', ['-xzf', packed, '-C', folder, '--strip-components=1'])
  return folder
}

function run(program: string, args: readonly string[]): void {
  const { status } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}`)
}
