/**
 * `npm run build:image` writes a container image as an OCI layout into `build/image` and as an archive beside it. It is
 * made from scratch: the executable for Linux (x64), the libraries of this machine that it needs, CA certificates, and
 * busybox for the shell that job steps of CIs run in. No base image is pulled. Needs the Debian packages
 * `busybox-static` and `ca-certificates`, or what other systems call them.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { toolVersion } from '../src/version.ts'

const USER = '65532'
const layout = 'build/image'
const executable = `build/soteri-gate-${toolVersion}-linux-x64`
const scratch = mkdtempSync(join(tmpdir(), 'soteri-gate-image-'))
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))

if (!existsSync(executable)) run(process.execPath, ['scripts/build-executable.ts', 'linux-x64'])
const root = join(scratch, 'root')
fill()
rmSync(layout, { recursive: true, force: true })
mkdirSync(join(layout, 'blobs', 'sha256'), { recursive: true })
writeLayout(packed())
const archive = `build/soteri-gate-${toolVersion}-image.tar`
run('tar', ['-cf', archive, '--sort=name', '--mtime=@0', '--owner=0', '--group=0', '-C', layout, '.'])
console.log(`${layout} and ${archive}`)

/** All files of the image. */
function fill(): void {
  put(executable, 'usr/local/bin/soteri-gate', 0o755)
  const needed = run('ldd', [executable]).matchAll(/(?:=> )?(\/\S+) \(0x/g)
  for (const [, library = ''] of needed) put(realpathSync(library), library, 0o755)
  const busybox = run('sh', ['-c', 'command -v busybox']).trim()
  if (!run('ldd', [busybox], 1).includes('not a dynamic'))
    throw new Error(`${busybox} is not linked statically`)
  put(busybox, 'bin/busybox', 0o755)
  for (const applet of run(busybox, ['--list']).trim().split('\n')) {
    if (applet !== 'busybox') symlinkSync('busybox', join(root, 'bin', applet))
  }
  put('/etc/ssl/certs/ca-certificates.crt', 'etc/ssl/certs/ca-certificates.crt', 0o644)
  put('build/licenses.txt', 'usr/share/doc/soteri-gate/licenses.txt', 0o644)
  for (const name of ['busybox-static', 'ca-certificates', 'libc6', 'libgcc-s1', 'libstdc++6']) {
    const copyright = `/usr/share/doc/${name}/copyright`
    if (existsSync(copyright)) put(realpathSync(copyright), copyright, 0o644)
  }
  text('etc/passwd', `root:x:0:0:root:/root:/bin/sh\ngate:x:${USER}:${USER}:gate:/work:/bin/sh\n`)
  text('etc/group', `root:x:0:\ngate:x:${USER}:\n`)
  text('etc/nsswitch.conf', 'hosts: files dns\n')
  for (const folder of ['tmp', 'work']) mkdirSync(join(root, folder))
  chmodSync(join(root, 'tmp'), 0o1777)
}

function put(from: string, to: string, mode: number): void {
  const target = join(root, to)
  mkdirSync(dirname(target), { recursive: true })
  copyFileSync(from, target)
  chmodSync(target, mode)
}

function text(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), content)
}

/** The one layer, as a tar that is the same for the same files. */
function packed(): Buffer {
  const layer = join(scratch, 'layer.tar')
  const steady = ['--sort=name', '--mtime=@0', '--numeric-owner', '-C', root]
  run('tar', ['-cf', layer, ...steady, '--owner=0', '--group=0', '--exclude=./work', '.'])
  run('tar', ['-rf', layer, ...steady, `--owner=${USER}`, `--group=${USER}`, './work'])
  return readFileSync(layer)
}

function writeLayout(layer: Buffer): void {
  const zipped = blob(gzipSync(layer, { level: 9 }), 'application/vnd.oci.image.layer.v1.tar+gzip')
  const { description, license, homepage } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
    string,
    string
  >
  const commit = run('git', ['rev-parse', 'HEAD']).trim()
  const config = {
    architecture: 'amd64',
    os: 'linux',
    config: {
      User: `${USER}:${USER}`,
      WorkingDir: '/work',
      Env: ['PATH=/usr/local/bin:/usr/bin:/bin', 'HOME=/work'],
      // No entrypoint: GitLab and Jenkins start a shell in the image.
      Cmd: ['soteri-gate'],
      Labels: {
        'org.opencontainers.image.title': 'soteri-gate',
        'org.opencontainers.image.description': description,
        'org.opencontainers.image.version': toolVersion,
        'org.opencontainers.image.revision': commit,
        'org.opencontainers.image.source': homepage?.replace(/#.*/, ''),
        'org.opencontainers.image.licenses': license,
      },
    },
    rootfs: { type: 'layers', diff_ids: [`sha256:${digestOf(layer)}`] },
  }
  const manifest = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: blob(json(config), 'application/vnd.oci.image.config.v1+json'),
    layers: [zipped],
  }
  const entry = {
    ...blob(json(manifest), manifest.mediaType),
    annotations: { 'org.opencontainers.image.ref.name': toolVersion },
  }
  writeFileSync(join(layout, 'oci-layout'), json({ imageLayoutVersion: '1.0.0' }))
  writeFileSync(join(layout, 'index.json'), json({ schemaVersion: 2, manifests: [entry] }))
}

/** Writes content under its digest, and says how others refer to it. */
function blob(content: Buffer, mediaType: string) {
  const digest = digestOf(content)
  writeFileSync(join(layout, 'blobs', 'sha256', digest), content)
  return { mediaType, digest: `sha256:${digest}`, size: content.length }
}

function digestOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

function json(value: object): Buffer {
  return Buffer.from(JSON.stringify(value))
}

/** What the program prints. */
function run(program: string, args: readonly string[], expected = 0): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== expected) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr}`)
  return stdout + stderr
}
