/** Builds `lib/` with tsc and bundles the action into `dist/` with ncc, both from an empty folder. */
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'

const outFolder = process.argv[2] ?? 'dist'
const run = (args: string[]): void => {
  const child = spawnSync(process.execPath, args, { stdio: 'inherit' })
  if (child.status !== 0) process.exit(child.status ?? 1)
}
rmSync('lib', { recursive: true, force: true })
rmSync(outFolder, { recursive: true, force: true })
run(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'])
run(['node_modules/@vercel/ncc/dist/ncc/cli.js', 'build', 'lib/index.js', '-o', outFolder, '--quiet'])
