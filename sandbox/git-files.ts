/** Files of a commit: their bytes, and who wrote which line. */
import { gitOutput } from './git.ts'

/** Lines next to each other that the same commit wrote. Line numbers count from 1. */
export type BlamedLines = {
  readonly commit: string
  readonly author: string
  readonly authorEmail: string
  /** Milliseconds since the epoch. */
  readonly at: number
  /** What the file was called in that commit. */
  readonly fileName: string
  readonly lineNumber: number
  readonly spannedLines: number
}

/** The bytes of a file; `null` when the commit has no such file. */
export function readFileAt(folder: string, commit: string, path: string): Promise<Buffer | null> {
  return gitOutput(folder, ['cat-file', 'blob', `${commit}:${path}`]).catch(() => null)
}

/** Who wrote the lines of a file, from its first line to its last. */
export async function readBlame(folder: string, commit: string, path: string): Promise<BlamedLines[]> {
  const text = (
    await gitOutput(folder, ['-c', 'core.quotePath=false', 'blame', '--incremental', commit, '--', path])
  ).toString('utf8')
  const headers = new Map<string, Map<string, string>>()
  return text
    .split(/(?<=^filename .*\n)/m)
    .filter((block) => block !== '')
    .map((block) => {
      const [first = '', ...rest] = block.trimEnd().split('\n')
      const [id = '', , lineNumber, spannedLines] = first.split(' ')
      // git describes each commit once, where it is first named.
      const known = headers.get(id) ?? new Map<string, string>()
      headers.set(id, known)
      for (const line of rest) known.set(line.split(' ', 1)[0] ?? '', line.slice(line.indexOf(' ') + 1))
      return {
        commit: id,
        author: known.get('author') ?? '',
        authorEmail: (known.get('author-mail') ?? '').replace(/^<|>$/g, ''),
        at: Number(known.get('author-time')) * 1000,
        fileName: known.get('filename') ?? path,
        lineNumber: Number(lineNumber),
        spannedLines: Number(spannedLines),
      }
    })
    .sort((a, b) => a.lineNumber - b.lineNumber)
}
