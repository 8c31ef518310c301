/** Routes of files: their lines with or without blame, and their bytes. */
import { type BlamedLines, readBlame, readFileAt } from './git-files.ts'
import type { Instance } from './instance.ts'
import { BitbucketError, json, wholeNumber } from './reply.ts'
import type { RepositoryEntry } from './repositories.ts'
import { commitNamed, readableRepository, repositoryPath } from './rest-core.ts'
import type { Route, SandboxRequest } from './router.ts'

/** `page.max.source.lines`. */
const MOST_LINES = 5000

/** The routes over this instance, for `createAnswering`. */
export function fileRoutes(instance: Instance): Route[] {
  return [
    {
      method: 'GET',
      path: `${repositoryPath}/raw/{path*}`,
      async handle(request) {
        const { bytes } = await fileAsked(instance, request)
        return { status: 200, headers: { 'Content-Type': 'application/octet-stream' }, body: bytes }
      },
    },
    {
      method: 'GET',
      path: `${repositoryPath}/browse/{path*}`,
      async handle(request) {
        const file = await fileAsked(instance, request)
        if (request.query.get('blame') !== 'true') return json(linesOf(file.bytes, request.query))
        const blame = (await readBlame(file.folder, file.commit, file.path)).map(blameJson)
        if (request.query.get('noContent') === 'true') return json(blame)
        return json({ ...linesOf(file.bytes, request.query), blame })
      },
    },
  ]
}

type AskedFile = {
  readonly folder: string
  readonly commit: string
  readonly path: string
  readonly bytes: Buffer
}

/** Throws 404 for a ref or a path that is not there. */
async function fileAsked(instance: Instance, request: SandboxRequest): Promise<AskedFile> {
  const entry = readableRepository(instance, request)
  const { id } = await commitNamed(entry, request.query.get('at'))
  const path = request.part('path')
  const folder = entry.content.gitFolder
  const bytes = folder === undefined ? null : await readFileAt(folder, id, path)
  if (folder === undefined || bytes === null) throw noSuchPath(entry, path, id)
  return { folder, commit: id, path, bytes }
}

function noSuchPath(entry: RepositoryEntry, path: string, commit: string): BitbucketError {
  return new BitbucketError(
    404,
    'content.NoSuchPathException',
    `The path "${path}" does not exist at revision "${commit}" in ${entry.project}/${entry.slug}.`,
  )
}

function linesOf(bytes: Buffer, query: URLSearchParams): Record<string, unknown> {
  const start = wholeNumber(query.get('start'), 0, 'start')
  const limit = Math.min(wholeNumber(query.get('limit'), 500, 'limit'), MOST_LINES)
  const all = bytes.toString('utf8').replace(/\n$/, '').split('\n')
  const lines = all.slice(start, start + limit).map((text) => ({ text }))
  return { lines, start, size: lines.length, limit, isLastPage: start + lines.length >= all.length }
}

function blameJson(lines: BlamedLines): Record<string, unknown> {
  const person = { name: lines.author, emailAddress: lines.authorEmail }
  return {
    author: person,
    authorTimestamp: lines.at,
    committer: person,
    committerTimestamp: lines.at,
    commitHash: lines.commit,
    displayCommitHash: lines.commit.slice(0, 11),
    fileName: lines.fileName,
    lineNumber: lines.lineNumber,
    spannedLines: lines.spannedLines,
  }
}
