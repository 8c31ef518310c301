/**
 * `npm run build:offline` packs the npm package with everything it depends on into `build/soteri-gate-X.Y.Z-offline.tgz`,
 * for machines that reach no registry. The packages are those of `node_modules`, as `package-lock.json` pins them.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { runtimePackages } from './runtime-packages.ts'

function packOffline(output: string): string {
  const scratch = mkdtempSync(join(tmpdir(), 'soteri-gate-offline-'))
  process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))
  const plain = npmPack(scratch, '.')
  run('tar', ['-xzf', join(scratch, plain), '-C', scratch])
  const folder = join(scratch, 'package')
  for (const { path } of runtimePackages(readFileSync('package-lock.json', 'utf8'))) {
    cpSync(path, join(folder, path), { recursive: true })
  }
  const manifestFile = join(folder, 'package.json')
  const { scripts: _, devDependencies: __, ...manifest } = JSON.parse(readFileSync(manifestFile, 'utf8'))
  writeFileSync(manifestFile, JSON.stringify({ ...manifest, bundleDependencies: true }, null, 2))
  const packed = npmPack(scratch, folder)
  const target = join(output, packed.replace(/\.tgz$/, '-offline.tgz'))
  mkdirSync(output, { recursive: true })
  cpSync(join(scratch, packed), `${target}.part`)
  renameSync(`${target}.part`, target)
  return target
}

/** The name of the tarball, written into `destination`. */
function npmPack(destination: string, folder: string): string {
  const args = ['pack', '--json', '--silent', '--pack-destination', destination, resolve(folder)]
  const [tarball] = JSON.parse(run('npm', args)) as { filename: string }[]
  if (tarball === undefined) throw new Error('npm pack made nothing')
  return tarball.filename
}

function run(program: string, args: readonly string[]): string {
  const child = spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (child.status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${child.status}`)
  return child.stdout
}

if (import.meta.main) console.log(packOffline(process.argv[2] ?? 'build'))
