/** Code Insights reports and annotations of commits, with the limits of Bitbucket Data Center. */
import {
  asObject,
  type JsonObject,
  listOf,
  optionalText,
  optionalWord,
  requiredText,
  requiredWord,
} from './body-fields.ts'
import { BitbucketError, badRequest, notPermitted } from './reply.ts'

/** Above it the whole request is refused and nothing is kept. */
export const MOST_ANNOTATIONS = 1000
const MOST_DATA_FIELDS = 6
const dataTypes = ['BOOLEAN', 'DATE', 'DURATION', 'LINK', 'NUMBER', 'PERCENTAGE', 'TEXT']

/** A report as it is kept and listed. Times are ms since the epoch. */
export type InsightReport = {
  readonly key: string
  readonly title: string
  readonly details: string | null
  readonly result: string | null
  readonly reporter: string | null
  readonly link: string | null
  readonly createdDate: number
  readonly data: readonly { readonly title: string; readonly type: string; readonly value: unknown }[]
}

/** An annotation as it is kept and listed. */
export type InsightAnnotation = {
  readonly reportKey: string
  readonly externalId: string | null
  readonly message: string
  readonly severity: string
  readonly type: string | null
  readonly path: string | null
  readonly line: number | null
  readonly link: string | null
}

type Kept = {
  readonly report: InsightReport
  readonly creator: string
  annotations: readonly InsightAnnotation[]
}

/** The reports and annotations of all commits. */
export type CodeInsights = {
  /** Reports of a commit; `commit` is the key of a repository's commit, made by the routes. */
  reports(commit: string): readonly InsightReport[]
  /** Throws 404. */
  report(commit: string, key: string): InsightReport
  /** Throws 401 for a report that another user made. */
  put(commit: string, key: string, body: JsonObject, user: string, now: number): InsightReport
  remove(commit: string, key: string): void
  annotations(commit: string, key?: string): readonly InsightAnnotation[]
  /** Adds all or, with a 400, none. There is no de-duplication. */
  annotate(commit: string, key: string, body: JsonObject): void
  /** Without ids all annotations of the report go. */
  removeAnnotations(commit: string, key: string, externalIds: readonly string[]): void
}

/** No commit has a report yet. */
export function createCodeInsights(): CodeInsights {
  const commits = new Map<string, Map<string, Kept>>()
  const reportsOf = (commit: string): Map<string, Kept> => {
    const reports = commits.get(commit) ?? new Map<string, Kept>()
    commits.set(commit, reports)
    return reports
  }
  const kept = (commit: string, key: string): Kept => {
    const found = reportsOf(commit).get(key)
    if (found !== undefined) return found
    throw new BitbucketError(
      404,
      'NoSuchEntityException',
      `No report with key ${key} exists for this commit.`,
    )
  }
  return {
    reports: (commit) => [...reportsOf(commit).values()].map((each) => each.report),
    report: (commit, key) => kept(commit, key).report,
    put(commit, key, body, user, now) {
      const report = readReport(key, body, now)
      const { creator = user, annotations = [] } = reportsOf(commit).get(key) ?? {}
      if (creator !== user) throw notPermitted()
      reportsOf(commit).set(key, { report, creator, annotations })
      return report
    },
    remove: (commit, key) => void reportsOf(commit).delete(key),
    annotations(commit, key) {
      if (key !== undefined) return kept(commit, key).annotations
      return [...reportsOf(commit).values()].flatMap((each) => each.annotations)
    },
    annotate(commit, key, body) {
      const entry = kept(commit, key)
      const added = listOf(body, 'annotations', MOST_ANNOTATIONS).map((each) => readAnnotation(key, each))
      if (entry.annotations.length + added.length > MOST_ANNOTATIONS) {
        throw badRequest(`A report must not have more than ${MOST_ANNOTATIONS} annotations.`)
      }
      entry.annotations = [...entry.annotations, ...added]
    },
    removeAnnotations(commit, key, externalIds) {
      const entry = kept(commit, key)
      entry.annotations = entry.annotations.filter(
        (each) => externalIds.length > 0 && !externalIds.includes(each.externalId ?? ''),
      )
    },
  }
}

function readReport(key: string, body: JsonObject, now: number): InsightReport {
  if (key.length > 50) throw badRequest('"reportKey" must not be longer than 50 characters.')
  if (body.data === undefined) throw badRequest('"data" is required.')
  return {
    key,
    title: requiredText(body, 'title', 450),
    details: optionalText(body, 'details', 2000),
    result: optionalWord(body, 'result', ['PASS', 'FAIL']),
    reporter: optionalText(body, 'reporter', 450),
    link: linkOf(body, 'link'),
    createdDate: now,
    data: listOf(body, 'data', MOST_DATA_FIELDS).map((each) => {
      const field = asObject(each, 'data')
      if (!('value' in field)) throw badRequest('"value" is required.')
      const type = optionalWord(field, 'type', dataTypes) ?? 'TEXT'
      return { title: requiredText(field, 'title', 450), type, value: field.value }
    }),
  }
}

function readAnnotation(reportKey: string, value: unknown): InsightAnnotation {
  const body = asObject(value, 'annotation')
  const line = body.line ?? null
  if (line !== null && (typeof line !== 'number' || !Number.isInteger(line) || line < 0)) {
    throw badRequest('"line" must be a number from 0.')
  }
  return {
    reportKey,
    externalId: optionalText(body, 'externalId', 450),
    message: requiredText(body, 'message', 2000),
    severity: requiredWord(body, 'severity', ['LOW', 'MEDIUM', 'HIGH']),
    type: optionalWord(body, 'type', ['BUG', 'CODE_SMELL', 'VULNERABILITY']),
    path: optionalText(body, 'path', 4096),
    line,
    link: linkOf(body, 'link'),
  }
}

/** An http(s) link: others could run code in the browser of a reader. */
export function linkOf(body: JsonObject, name: string): string | null {
  const link = optionalText(body, name, 450)
  if (link !== null && !/^https?:\/\//i.test(link))
    throw badRequest(`"${name}" must be an http or https URL.`)
  return link
}
