/**
 * Read-only plumbing of the system's git. Arguments go to the program as a list, never through a shell;
 * nothing here writes to a repository, takes its locks or fetches from its remotes.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'

/** A branch and its newest commit. */
export type BranchHead = {
  /** Without `refs/heads/`. */
  readonly name: string
  /** 40 (or 64) hex digits. */
  readonly commit: string
  readonly isDefault: boolean
}

/** A file of a commit; links and submodules are left out. */
export type TreeBlob = { readonly oid: string; readonly path: string; readonly bytes: number }

/** A commit as `git log` prints it. */
export type Commit = {
  readonly id: string
  readonly parents: readonly string[]
  readonly author: string
  readonly authorEmail: string
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly message: string
}

/** Branches of the repository at `path`, the one that HEAD points to marked. Throws when it is no repository. */
export async function readHeads(path: string): Promise<BranchHead[]> {
  const format = '%(refname)%00%(objectname)%00%(HEAD)'
  const text = (await gitOutput(path, ['for-each-ref', `--format=${format}`, 'refs/heads'])).toString('utf8')
  const heads = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [ref = '', commit = '', head = ''] = line.split('\0')
      return { name: ref.slice('refs/heads/'.length), commit, isDefault: head === '*' }
    })
  if (heads.some((head) => head.isDefault)) return heads
  // HEAD names a branch that does not exist: as on the server, there is no default branch then.
  const namesBranch = await gitOutput(path, ['symbolic-ref', '--quiet', 'HEAD']).then(
    () => true,
    () => false,
  )
  return namesBranch ? heads : markDefault(heads)
}

/** A detached HEAD names no default branch: then the usual names, then the first. */
function markDefault(heads: readonly BranchHead[]): BranchHead[] {
  const usual = ['main', 'master', 'develop']
  const chosen = usual.find((name) => heads.some((head) => head.name === name)) ?? heads[0]?.name
  return heads.map((head) => ({ ...head, isDefault: head.name === chosen }))
}

/** Every file of a commit with its size. */
export async function readTree(path: string, commit: string, signal?: AbortSignal): Promise<TreeBlob[]> {
  const text = (await gitOutput(path, ['ls-tree', '-r', '-l', '-z', commit], { signal })).toString('utf8')
  const blobs: TreeBlob[] = []
  for (const record of text.split('\0')) {
    const tab = record.indexOf('\t')
    if (tab < 0) continue
    const [mode = '', type, oid = '', bytes] = record.slice(0, tab).split(/ +/)
    const isFile = type === 'blob' && mode.startsWith('100')
    if (isFile) blobs.push({ oid, path: record.slice(tab + 1), bytes: Number(bytes) })
  }
  return blobs
}

/** Commits reachable from `revision` and not from `since`, newest first. An unknown revision gives none. */
export function readCommits(
  path: string,
  revision: string,
  limit: number,
  since?: string,
): Promise<Commit[]> {
  const excluded = since === undefined ? [] : [`^${since}`]
  return listCommits(path, [`--max-count=${limit}`, '--end-of-options', revision, ...excluded, '--'])
}

/** Commits that `git log` gives for these arguments; none when it fails. */
export async function listCommits(
  path: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<Commit[]> {
  const format = '%H%x00%P%x00%an%x00%ae%x00%at%x00%B%x01'
  const text = await gitOutput(path, ['log', `--format=${format}`, ...args], options).then(
    (bytes) => bytes.toString('utf8'),
    () => '',
  )
  return text
    .split('\x01')
    .map((record) => record.replace(/^\n/, '').split('\0'))
    .filter((fields) => fields.length === 6)
    .map(([id = '', parents = '', author = '', authorEmail = '', seconds = '0', message = '']) => ({
      id,
      parents: parents === '' ? [] : parents.split(' '),
      author,
      authorEmail,
      at: Number(seconds) * 1000,
      message: message.trim(),
    }))
}

/** Contents of blobs, one after the other in the order asked for, through one `cat-file --batch`. */
export async function* readBlobs(
  path: string,
  oids: readonly string[],
  signal?: AbortSignal,
): AsyncGenerator<{ readonly oid: string; readonly content: Buffer }> {
  if (oids.length === 0) return
  const child = git(path, ['cat-file', '--batch'], { signal })
  const done = finished(child, 'cat-file')
  done.catch(() => undefined)
  try {
    child.stdin.on('error', () => undefined)
    child.stdin.end(`${oids.join('\n')}\n`)
    yield* parseBatch(child.stdout)
    await done
  } finally {
    child.kill()
  }
}

type Blob = { readonly oid: string; readonly content: Buffer }

/** Cuts the stream of `cat-file --batch`: `<oid> <type> <size>\n<content>\n`. Missing objects are left out. */
async function* parseBatch(stream: AsyncIterable<Buffer>): AsyncGenerator<Blob> {
  let held: Buffer = Buffer.alloc(0)
  for await (const chunk of stream) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    for (let cut = cutBlob(held); cut !== null; cut = cutBlob(held)) {
      held = cut.rest
      if (cut.blob !== null) yield cut.blob
    }
  }
}

/** The first answer of the batch when all of it has arrived, else `null`. */
function cutBlob(held: Buffer): { readonly blob: Blob | null; readonly rest: Buffer } | null {
  const headerEnd = held.indexOf(10)
  if (headerEnd < 0) return null
  const [oid = '', type, bytes] = held.toString('latin1', 0, headerEnd).split(' ')
  const start = headerEnd + 1
  if (type === 'missing') return { blob: null, rest: held.subarray(start) }
  const end = start + Number(bytes)
  if (held.length <= end) return null
  return { blob: { oid, content: held.subarray(start, end) }, rest: held.subarray(end + 1) }
}

/** How git is run, besides its arguments. */
type GitOptions = {
  readonly signal?: AbortSignal | undefined
  /** A folder with objects of another repository, such as a fork, that are read as if they were here. */
  readonly moreObjects?: string | undefined
}

/** Standard output of a git command that only reads. Throws when git fails. */
export async function gitOutput(
  path: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<Buffer> {
  const child = git(path, args, options)
  child.stdin.on('error', () => undefined)
  child.stdin.end()
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  await finished(child, args[0] ?? '')
  return Buffer.concat(chunks)
}

function git(
  path: string,
  args: readonly string[],
  { signal, moreObjects }: GitOptions,
): ChildProcessWithoutNullStreams {
  // The folders are the user's own; `safe.directory` lets git read those that another account owns.
  const always = ['--no-optional-locks', '-c', 'safe.directory=*', '-C', path]
  const env = {
    ...gitEnvironment(),
    ...(moreObjects === undefined ? {} : { GIT_ALTERNATE_OBJECT_DIRECTORIES: moreObjects }),
  }
  return spawn('git', [...always, ...args], { env, ...(signal ? { signal } : {}) })
}

/** Without the variables by which a surrounding git (a hook, an alias) would point at its own repository. */
function gitEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))
  return { ...Object.fromEntries(kept), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1' }
}

function finished(child: ChildProcessWithoutNullStreams, command: string): Promise<void> {
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => {
    if (stderr.length < 1000) stderr += chunk.toString('utf8')
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve()
      else
        reject(new Error(`git ${command} ended with ${code ?? 'a signal'}: ${stderr.trim().slice(0, 300)}`))
    })
  })
}
