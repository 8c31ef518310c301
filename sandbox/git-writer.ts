/**
 * Builds real git repositories from a description, with `git fast-import`: bare, without a working tree, and
 * with the same commit ids every time, since authors and dates are given. For the demo and for tests.
 */
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'

/** A commit to write. */
export type WrittenCommit = {
  readonly branch: string
  readonly message: string
  readonly author: string
  /** Milliseconds since the epoch; whole seconds count. */
  readonly at: number
  /**
   * Branch it starts from: for the first commit of a branch, or its own name to go on with a branch that an
   * earlier call wrote. Absent for the first commit of all and for the following ones of a branch.
   */
  readonly from?: string
  /** Branch that is merged: its files have to be given, as fast-import merges none. */
  readonly merge?: string
  /** A tag to put on the commit. */
  readonly tag?: string
  /** Text or bytes by path; `null` deletes the file. */
  readonly files: Readonly<Record<string, string | Buffer | null>>
}

/** Makes the folder a bare repository if it is none, adds the commits, returns the folder. Throws when git fails. */
export async function writeRepository(folder: string, commits: readonly WrittenCommit[]): Promise<string> {
  mkdirSync(folder, { recursive: true })
  await git(folder, ['init', '--quiet', '--bare', '--initial-branch=main'])
  if (commits.length > 0) await git(folder, ['fast-import', '--quiet'], importStream(commits))
  return folder
}

function importStream(commits: readonly WrittenCommit[]): Buffer {
  return Buffer.concat(commits.flatMap(commitCommands))
}

function commitCommands(commit: WrittenCommit): Buffer[] {
  const { branch, author, at, from, merge, tag } = commit
  const email = `${author.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@example.invalid`
  const lines = (...texts: readonly (string | false)[]): Buffer =>
    Buffer.from(texts.map((text) => (text === false ? '' : `${text}\n`)).join(''))
  return [
    lines(`commit refs/heads/${branch}`, `committer ${author} <${email}> ${Math.floor(at / 1000)} +0000`),
    ...dataOf(commit.message),
    // A branch that goes on from what is on disk must say `^0`, or it would be its own parent.
    lines(
      from !== undefined && `from refs/heads/${from}${from === branch ? '^0' : ''}`,
      merge !== undefined && `merge refs/heads/${merge}`,
    ),
    ...Object.entries(commit.files).flatMap(([path, content]) =>
      content === null
        ? [lines(`D ${quoted(path)}`)]
        : [lines(`M 100644 inline ${quoted(path)}`), ...dataOf(content)],
    ),
    lines('', tag !== undefined && `reset refs/tags/${tag}\nfrom refs/heads/${branch}\n`),
  ]
}

function dataOf(content: string | Buffer): Buffer[] {
  const bytes = Buffer.from(content)
  return [Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]
}

function quoted(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
}

/** Runs git without the user's configuration, so that the result is the same everywhere. */
function git(folder: string, args: readonly string[], input?: Buffer): Promise<void> {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))
  const env = { ...Object.fromEntries(kept), GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['-C', folder, ...args], { env, stdio: ['pipe', 'ignore', 'pipe'] })
    let stderr = ''
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString('utf8')
    })
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve()
      else
        reject(new Error(`git ${args[0]} ended with ${code ?? 'a signal'}: ${stderr.trim().slice(0, 300)}`))
    })
  })
}
