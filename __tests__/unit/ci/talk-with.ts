/** Talks with a host that has an environment of its own, and reads back what it wrote. */
import { EventEmitter } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jest } from '@jest/globals'

type Talk<Host> = {
  readonly hostOf: (process: NodeJS.Process) => Host
  readonly env: Readonly<Record<string, string>>
  /** Names of variables that get the path of an empty file; their contents come back. */
  readonly files?: readonly string[]
}

/** What was written to stdout, and the texts of the files by the names of their variables. */
type Written = { readonly stdout: string; readonly files: Record<string, string> }

export async function talkWith<Host>(
  { hostOf, env, files = [] }: Talk<Host>,
  talk: (host: Host) => unknown,
): Promise<Written> {
  const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-host-'))
  const paths = Object.fromEntries(files.map((name) => [name, join(folder, name)]))
  for (const path of Object.values(paths)) writeFileSync(path, '')
  let stdout = ''
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += text
    return true
  })
  const { env: before } = process
  // @actions/core reads the variables of the process itself.
  process.env = { ...env, ...paths }
  const { stdout: out, stderr, cwd } = process
  const own = Object.assign(new EventEmitter(), { env: process.env, stdout: out, stderr, cwd })
  try {
    await talk(hostOf(own as unknown as NodeJS.Process))
    const contents = Object.entries(paths).map(([name, path]) => [name, readFileSync(path, 'utf8')])
    return { stdout, files: Object.fromEntries(contents) }
  } finally {
    process.env = before
    write.mockRestore()
    rmSync(folder, { recursive: true, force: true })
  }
}
