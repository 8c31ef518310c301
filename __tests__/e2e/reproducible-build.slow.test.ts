/** Two builds of a minute each: everybody who builds the bundle gets the same bytes. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, it } from '@jest/globals'

// Hard links to packages need one file system, which the runners of Windows do not give.
const onUnix = process.platform === 'win32' ? it.skip : it
const root = mkdtempSync(join(tmpdir(), 'soteri-gate-twice-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** A copy that shares nothing with the project but the bytes of its packages: paths resolve to the copy. */
function copyTo(folder: string): void {
  for (const path of ['src', 'scripts', 'package.json', 'tsconfig.json', 'tsconfig.build.json']) {
    cpSync(path, join(folder, path), { recursive: true })
  }
  for (const entry of readdirSync('node_modules', { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    linkSync(path, join(folder, path))
  }
}

function buildIn(folder: string, env: Record<string, string>): Record<string, string> {
  copyTo(folder)
  const child = spawnSync(process.execPath, ['scripts/build.ts'], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', ...env },
  })
  expect({ status: child.status, stderr: child.stderr }).toEqual({ status: 0, stderr: '' })
  const digest = (name: string): string =>
    createHash('sha256')
      .update(readFileSync(join(folder, 'dist', name)))
      .digest('hex')
  return Object.fromEntries(
    readdirSync(join(folder, 'dist'))
      .sort()
      .map((name) => [name, digest(name)]),
  )
}

onUnix(
  'the build gives the same bytes in two folders, at two times, for two users',
  () => {
    const first = buildIn(join(root, 'a'), { HOME: join(root, 'one'), TZ: 'UTC', LANG: 'C' })
    const second = buildIn(join(root, 'a much longer name', 'with-ümlaut'), {
      HOME: join(root, 'two'),
      TZ: 'Pacific/Kiritimati',
      LANG: 'tr_TR.UTF-8',
      NODE_ENV: 'production',
      CI: 'true',
    })
    expect(Object.keys(first)).toEqual(expect.arrayContaining(['index.js', 'licenses.txt']))
    expect(second).toEqual(first)
  },
  600_000,
)
