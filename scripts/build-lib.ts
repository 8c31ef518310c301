/** Builds `lib/` alone, from an empty folder: what the npm package runs from. */
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'

rmSync('lib', { recursive: true, force: true })
const args = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']
process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1
