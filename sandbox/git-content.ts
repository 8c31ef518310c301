/** A git repository on disk as content of the sandbox: read only, each blob scanned once for all branches. */
import { basename } from 'node:path'
import { readBlobs, readCommits, readHeads, readTree, type TreeBlob } from './git.ts'
import type { RepositoryContent } from './repository-content.ts'
import { type FailingLine, isBinary, LARGEST_SCANNED_FILE, scanText } from './scanner.ts'

/** Findings by blob and file name: some rules look at the name (`.npmrc`), none at the folders. */
type ScannedBlobs = Map<string, readonly FailingLine[] | 'binary'>

/** The repository at `path`. Blobs that were scanned once are not scanned again. */
export function gitContent(path: string): RepositoryContent {
  const scanned: ScannedBlobs = new Map()
  return {
    gitFolder: path,
    heads: () => readHeads(path),
    commits: (revision, limit, since) => readCommits(path, revision, limit, since),
    async scan(head, progress, signal) {
      const tree = await readTree(path, head.commit, signal)
      const files = tree.filter((blob) => blob.bytes <= LARGEST_SCANNED_FILE)
      await scanNewBlobs(path, files, scanned, progress, signal)
      return files.flatMap((blob) => {
        const found = scanned.get(keyOf(blob)) ?? []
        return found === 'binary' ? [] : found.map((finding) => ({ ...finding, path: blob.path }))
      })
    },
    async skipped(head) {
      const tree = await readTree(path, head.commit)
      return tree.flatMap((blob) => {
        if (blob.bytes > LARGEST_SCANNED_FILE) return { path: blob.path, reason: 'The file is too large' }
        return scanned.get(keyOf(blob)) === 'binary' ? { path: blob.path, reason: 'The file is binary' } : []
      })
    },
  }
}

async function scanNewBlobs(
  path: string,
  files: readonly TreeBlob[],
  scanned: ScannedBlobs,
  progress: (part: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const fresh = new Map(files.filter((blob) => !scanned.has(keyOf(blob))).map((blob) => [keyOf(blob), blob]))
  const byOid = Map.groupBy(fresh.values(), (blob) => blob.oid)
  let done = 0
  for await (const { oid, content } of readBlobs(path, [...byOid.keys()], signal)) {
    signal.throwIfAborted()
    const text = isBinary(content) ? null : content.toString('utf8')
    for (const blob of byOid.get(oid) ?? []) {
      scanned.set(keyOf(blob), text === null ? 'binary' : await scanText(blob.path, text))
    }
    done += 1
    progress(done / byOid.size)
    // Linting is synchronous work: let requests in between files.
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function keyOf(blob: { readonly oid: string; readonly path: string }): string {
  return `${blob.oid} ${basename(blob.path)}`
}
