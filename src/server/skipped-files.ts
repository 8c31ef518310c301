/**
 * Files that the scanner skipped. Neither status nor export name them; since 4.17.0 the app writes an event with the reasons to
 * Bitbucket's audit log. Its name and fields are not documented, so what is not understood counts as not known.
 */
import type { Inputs } from '../config/inputs.ts'
import type { RunContext, RunState, SkippedFile } from '../context.ts'
import { GateError } from '../errors.ts'
import { LISTED_SKIPS } from '../finding.ts'
import { isRecord } from '../parse.ts'
import { isWide, repositoryNameOf, type Target, targetName } from '../target.ts'
import { namesOf, plural } from '../text.ts'
import type { Connection } from './connection.ts'
import { excerpt } from './http-errors.ts'
import { callError, getRequest, type HttpRequest } from './request.ts'

const CATEGORY = 'Soteri Security for Bitbucket'
const PAGE_LIMIT = 100
const MAX_PAGES = 1000
/** Clocks are known to a few seconds only. */
const CLOCK_SLACK_MS = 12_000
/** Looks for skipped files of the scope since the first trigger; adds what it finds to the evidence of the run. */
export async function checkSkipped(
  { inputs, plan }: Pick<RunContext, 'inputs' | 'plan'>,
  connection: Connection | null,
  state: RunState,
): Promise<void> {
  const { checkSkipped: wish, targets } = inputs
  if (connection === null || wish === 'off' || plan.triggers.length === 0) return
  const problems: string[] = []
  try {
    const triggers = state.targets.flatMap(({ triggeredAt }) => triggeredAt ?? []).map(Date.parse)
    const read = await readEvents(Math.min(...triggers), connection)
    const own = read.skipped.filter((file) => isWithin(file, targets, connection))
    const files = plural(own.length, 'file')
    if (own.length > 0) problems.push(`the scanner skipped ${files} (evidence.skippedFiles in report.json)`)
    problems.push(...doubtsOf(read, plan))
    // An event of a skipped file shows by itself that the app writes them.
    if (problems.length === 0 && read.skipped.length === 0 && !(await writesSkips(connection)))
      problems.push('Bitbucket lists no Soteri app of 4.17 or later, and earlier ones write no skipped files')
    const isKnown = own.length > 0 || problems.length === 0
    if (isKnown) state.skippedFiles = { count: own.length, files: own.slice(0, LISTED_SKIPS) }
  } catch (caught) {
    if (wish === 'error' || !(caught instanceof GateError) || caught.code === 'CANCELLED') throw caught
    problems.push(caught.message)
  }
  if (problems.length === 0) return
  const what = `check-skipped: ${problems.join('; ')}.`.replace(/\.\.$/, '.')
  if (wish === 'error') throw new GateError('FILES_SKIPPED', what)
  state.notes.push(what)
}

function doubtsOf({ unknown, starts }: Awaited<ReturnType<typeof readEvents>>, { wait }: RunContext['plan']) {
  return [
    ...(unknown.length > 0 ? [`the audit log has events that are not understood: ${namesOf(unknown)}`] : []),
    // The app writes the start of each scan that is asked for. A log without it does not show what was skipped either.
    ...(starts === 0 ? ['the audit log has no event of this scan, so it shows nothing'] : []),
    ...(wait ? [] : ['the scan was not waited for, so files may be skipped later']),
  ]
}

async function writesSkips({ http }: Connection): Promise<boolean> {
  const path = ['rest', 'plugins', '1.0', 'installed-marketplace']
  const request = getRequest(path, 'read the version of the Soteri app', 'Bitbucket admin')
  const { body } = await http.json(request)
  const apps = isRecord(body) && Array.isArray(body.plugins) ? body.plugins.filter(isRecord) : []
  const app = apps.find(({ key, name }) => /soteri|security for bitbucket/i.test(`${key} ${name}`))
  const [major = 0, minor = 0] = String(app?.version).split('.').map(Number)
  return major > 4 || (major === 4 && minor >= 17)
}

async function readEvents(triggeredMs: number, { http }: Connection) {
  const from = triggeredMs - http.clockOffsets().behindMs - CLOCK_SLACK_MS
  const skipped: SkippedFile[] = []
  const unknown: string[] = []
  let starts = 0
  for await (const event of listEvents(from, http)) {
    const action = actionOf(event)
    if (/skip/i.test(action)) skipped.push(skippedFile(event))
    else if (/\bscan/i.test(action) && /start|trigger|request/i.test(action)) starts += 1
    else unknown.push(`"${excerpt(action)}"`)
  }
  return { skipped, unknown, starts }
}

async function* listEvents(from: number, http: Connection['http']): AsyncGenerator<unknown, void, void> {
  let next: Next = []
  for (let pages = 0; next !== null; pages++) {
    const request = auditRequest(from, next)
    if (pages >= MAX_PAGES) throw callError('REPLY_UNREADABLE', request, 'the log does not end.')
    const { body, copy } = await http.json(request)
    if (copy !== null) throw callError('REPLY_UNREADABLE', request, `a cache sent a copy of it (${copy}).`)
    if (!isRecord(body) || !Array.isArray(body.entities) || !isRecord(body.pagingInfo)) {
      throw callError('REPLY_UNREADABLE', request, 'the reply is no page of events.')
    }
    yield* body.entities.filter((one) => isOurs(one, from))
    next = nextOf(body.pagingInfo, request)
  }
}

type Next = readonly (readonly [string, string])[] | null

function auditRequest(from: number, next: NonNullable<Next>): HttpRequest {
  const right = 'Bitbucket admin, by user and password (access tokens do not reach the audit log)'
  const request = getRequest(
    ['rest', 'auditing', '1.0', 'events'],
    'read the audit log for skipped files',
    right,
  )
  const query = [
    ['from', new Date(from).toISOString()],
    ['categories', CATEGORY],
    ['limit', String(PAGE_LIMIT)],
  ] as const
  return { ...request, query: [...query, ...next] }
}

function nextOf(paging: Readonly<Record<string, unknown>>, request: HttpRequest): Next {
  if (paging.lastPage === true) return null
  if (typeof paging.nextPageCursor === 'string') return [['pageCursor', paging.nextPageCursor]]
  if (Number.isSafeInteger(paging.nextPageOffset)) return [['offset', String(paging.nextPageOffset)]]
  const what = 'a page does not say that it is the last, and not where the next one starts.'
  throw callError('REPLY_UNREADABLE', request, what)
}

/** A server may ignore `from` and `categories`. What has no time or category counts. */
function isOurs(event: unknown, from: number): boolean {
  if (!isRecord(event)) return true
  const category = isRecord(event.type) ? event.type.category : undefined
  const at = typeof event.timestamp === 'string' ? Date.parse(event.timestamp) : Number.NaN
  return !(at < from) && (typeof category !== 'string' || /soteri/i.test(category))
}

function actionOf(event: unknown): string {
  const action = isRecord(event) && isRecord(event.type) ? event.type.action : undefined
  return typeof action === 'string' ? action : 'an event without an action'
}

function skippedFile(event: unknown): SkippedFile {
  const fields = fieldsOf(event)
  const textNamed = (name: RegExp): string | null => fields.find(([key]) => name.test(key))?.[1] ?? null
  const named = fields.find(([key, value]) => /repo|object/i.test(key) && /^[^/\s]+\/[^/\s]+$/.test(value))
  const [project, slug] = [textNamed(/project/i), textNamed(/repo/i)]
  const apart = project === null || slug === null ? null : `${project}/${slug}`
  return {
    repository: named?.[1] ?? apart,
    branch: textNamed(/branch|\bref/i)?.replace(/^refs\/heads\//, '') ?? null,
    path: textNamed(/file|path/i) ?? 'a file without a name',
    reason: textNamed(/reason|cause|why/i) ?? 'no reason given',
  }
}

/** Names and texts of an event: of the objects by their type, and of its attributes. */
function fieldsOf(event: unknown): readonly (readonly [name: string, value: string])[] {
  const lists = isRecord(event) ? [event.affectedObjects, event.extraAttributes, event.changedValues] : []
  return lists
    .flatMap((list): readonly unknown[] => (Array.isArray(list) ? list : []))
    .filter(isRecord)
    .map((one) =>
      'type' in one ? [one.type ?? 'object', one.name] : [one.name ?? one.key, one.value ?? one.to],
    )
    .map(([name, value]) => [String(name), String(value)] as const)
}

/** What does not say where it belongs may belong to the scope. */
function isWithin({ repository, branch }: SkippedFile, targets: Inputs['targets'], { excluded }: Connection) {
  if (repository === null) return true
  const name = repository.toLowerCase()
  return targets.some((target: Target) => {
    if (target.kind === 'branch' && branch !== null && branch !== target.branch) return false
    if (!isWide(target)) return repositoryNameOf(target).toLowerCase() === name
    const isPart = target.kind === 'instance' || name.startsWith(`${targetName(target).toLowerCase()}/`)
    return isPart && !excluded.lists(repository)
  })
}
