/**
 * Builds `lib/` with tsc and bundles the action into `dist/` with ncc, both from an empty folder, and writes the
 * licences of what is in the bundle. With a name, such as `node scripts/build.ts trial`, into `lib-trial/` and
 * `dist-trial/`, to compare two builds.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asAscii } from './ascii.ts'
import { bundledPackages, chunksWith, licenceList } from './licences.ts'
import { trimToolkit } from './trim-toolkit.ts'

const name = process.argv[2]
const suffix = name === undefined ? '' : `-${name}`
const [libFolder, distFolder] = [`lib${suffix}`, `dist${suffix}`]
const scratch = mkdtempSync(join(tmpdir(), 'soteri-gate-build-'))
const statistics = join(scratch, 'statistics.json')
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))

rmSync(libFolder, { recursive: true, force: true })
run(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', libFolder])
await trimToolkit(libFolder)
rmSync(distFolder, { recursive: true, force: true })
run([
  ...['node_modules/@vercel/ncc/dist/ncc/cli.js', 'build', `${libFolder}/action.js`, '-o', distFolder],
  ...['--stats-out', statistics, '--quiet'],
])
// The other files are loaded by some runs only, and most of their text is not ours.
const first = `${distFolder}/index.js`
writeFileSync(first, asAscii(readFileSync(first, 'utf8')))
const bundled = readFileSync(statistics, 'utf8')
// @azure/storage-blob loads it for lists of blobs, which no upload asks for.
const unused = chunksWith('apache-arrow', bundled)
for (const chunk of unused) rmSync(join(distFolder, `${chunk}.index.js`))
writeFileSync(join(distFolder, 'licenses.txt'), licenceList(bundledPackages(bundled, unused)))

function run(args: string[]): void {
  const child = spawnSync(process.execPath, args, { stdio: 'inherit' })
  if (child.status !== 0) process.exit(child.status ?? 1)
}
