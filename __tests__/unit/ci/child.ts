/** Runs a piece of TypeScript against a host in a process of its own, with an environment of its own. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { compileCache } from '../../fixtures/compile-cache.ts'

export type Child = { status: number | null; stdout: string; stderr: string; files: Record<string, string> }

/**
 * `script` runs as the body of an ES module in the project's folder. `files` name variables that get the path of an
 * empty file; their contents come back.
 */
export function runScript(script: string, env: Record<string, string>, files: readonly string[] = []): Child {
  const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-host-'))
  try {
    const paths = Object.fromEntries(files.map((name) => [name, join(folder, name)]))
    for (const path of Object.values(paths)) writeFileSync(path, '')
    const child = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: resolve('.'),
      env: { PATH: process.env.PATH ?? '', ...compileCache, ...env, ...paths },
      encoding: 'utf8',
      timeout: 30_000,
    })
    const contents = Object.entries(paths).map(([name, path]) => [name, readFileSync(path, 'utf8')])
    return {
      status: child.status,
      stdout: child.stdout,
      stderr: child.stderr,
      files: Object.fromEntries(contents),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
