/** Scans of branches: who asked, what waits and runs, what was found last, and what the status says of it. */
import { randomUUID } from 'node:crypto'
import type { AuditEvent } from './audit-log.ts'
import type { SandboxClock } from './clock.ts'
import type { BranchHead } from './git.ts'
import type { Outbox } from './outbox.ts'
import type { RepositoryEntry } from './repositories.ts'
import type { SkippedFile } from './repository-content.ts'
import { createScanQueue, type Keyed } from './scan-queue.ts'
import type { FailingLine } from './scanner.ts'

/** Result of the last scan of a branch that ended by itself. */
export type ScanResult = {
  readonly scanKey: string
  readonly repository: RepositoryEntry
  readonly branch: string
  readonly commit: string
  /** Milliseconds since the epoch. */
  readonly scannedAt: number
  readonly findings: readonly FailingLine[]
}

/** Body of the scan resource, field names as version 3.17 has them. The fields of invalidLines are our guess. */
export type ScanStatus = {
  readonly scanKey: string
  readonly scanned: boolean
  readonly actual: boolean
  readonly progress: number
  readonly running: boolean
  readonly scheduled: boolean
  readonly total: number
  readonly invalidLines: readonly {
    readonly filePath: string
    readonly lineNumber: number
    readonly ruleName: string
    readonly line: string
  }[]
}

/** A status lists at most so many lines; `total` counts them all. */
const LISTED_LINES = 500

type ScanSettings = {
  readonly clock: SandboxClock
  readonly workers: number
  readonly scanDurationMs: number
  readonly statusLag: { readonly ms: number; readonly polls: number }
  readonly outbox: Outbox
  /** Findings that status and export list: reviewed ones may be left out. */
  readonly listed: (result: ScanResult) => readonly FailingLine[]
}

/** All scans of the instance. */
export type Scans = {
  /** Puts branches in line; mails go out when the last of them is done. */
  trigger(branches: readonly BranchOf[], emails: readonly string[], scopeName: string): Promise<void>
  /** What the scan resource says of a branch. Throws when its last scan failed. */
  status(repository: RepositoryEntry, head: BranchHead): Promise<ScanStatus>
  results(): Promise<readonly ScanResult[]>
  /** Oldest first. */
  auditEvents(): Promise<readonly AuditEvent[]>
  cancelScheduled(): Promise<void>
  cancelRunning(): Promise<void>
  /** As a restart of the server does: what waits or runs is gone, results stay. */
  forgetQueue(): void
  close(): void
}

/** A branch of a repository. */
export type BranchOf = { readonly repository: RepositoryEntry; readonly branch: BranchHead }

type Job = Keyed & BranchOf
type Request = { readonly scopeName: string; readonly emails: readonly string[]; readonly open: Set<string> }
type OldView = { pollsLeft: number; readonly until: number; readonly status: ScanStatus }
type Scanned = {
  readonly findings: readonly FailingLine[]
  readonly commit: string
  readonly skipped: readonly SkippedFile[]
}

/** Nothing was ever scanned. */
export function createScans(settings: ScanSettings): Scans {
  const { clock, outbox, statusLag } = settings
  const results = new Map<string, ScanResult>()
  const failed = new Map<string, Error>()
  const oldViews = new Map<string, OldView>()
  const events: AuditEvent[] = []
  let requests: Request[] = []

  const queue = createScanQueue<Job, Scanned>({
    clock,
    workers: settings.workers,
    durationMs: settings.scanDurationMs,
    work: scanNow,
    finished(job, outcome, at) {
      if ('result' in outcome) {
        keepResult(results, job, outcome.result, at)
        events.push(...outcome.result.skipped.map((file) => skipEvent(job, file, at)))
      }
      if ('error' in outcome) failed.set(job.key, asError(outcome.error))
      else failed.delete(job.key)
      closeRequests(job.key, at)
    },
  })

  const closeRequests = (key: string, at: number): void => {
    for (const request of requests) {
      if (request.open.delete(key) && request.open.size === 0) mailDone(outbox, request, at)
    }
    requests = requests.filter((request) => request.open.size > 0)
  }
  const dropRequests = (jobs: readonly Job[]): void => {
    for (const { key } of jobs) for (const request of requests) request.open.delete(key)
    requests = requests.filter((request) => request.open.size > 0)
  }

  const present = (key: string, head: BranchHead): ScanStatus => {
    const result = results.get(key)
    const state = queue.state(key)
    const lines = result === undefined ? [] : settings.listed(result)
    return {
      scanKey: result?.scanKey ?? '',
      scanned: result !== undefined,
      actual: result?.commit === head.commit,
      progress: state.kind === 'none' && result !== undefined ? 100 : state.progress,
      running: state.kind === 'running',
      scheduled: state.kind === 'scheduled',
      total: lines.length,
      invalidLines: lines.slice(0, LISTED_LINES).map((finding) => ({
        filePath: finding.path,
        lineNumber: finding.lineNumber,
        ruleName: finding.rule,
        line: finding.line,
      })),
    }
  }

  return {
    async trigger(branches, emails, scopeName) {
      await queue.settle()
      events.push({ at: clock.now(), action: 'Manual scan started', object: scopeName, attributes: {} })
      const jobs = branches.map((each) => ({ ...each, key: keyOf(each.repository, each.branch.name) }))
      for (const job of jobs) {
        const status = present(job.key, job.branch)
        const until = clock.now() + statusLag.ms
        oldViews.set(job.key, { pollsLeft: statusLag.polls, until, status })
      }
      const request = { scopeName, emails, open: new Set(jobs.map((job) => job.key)) }
      if (jobs.length === 0) mailDone(outbox, request, clock.now())
      else requests.push(request)
      queue.add(jobs)
    },
    async status(repository, head) {
      await queue.settle()
      const key = keyOf(repository, head.name)
      const old = oldViews.get(key)
      if (old !== undefined && old.pollsLeft > 0 && clock.now() < old.until) {
        old.pollsLeft -= 1
        return old.status
      }
      oldViews.delete(key)
      const error = failed.get(key)
      if (error !== undefined && queue.state(key).kind === 'none') throw error
      return present(key, head)
    },
    async results() {
      await queue.settle()
      return [...results.values()]
    },
    async auditEvents() {
      await queue.settle()
      return events
    },
    async cancelScheduled() {
      await queue.settle()
      dropRequests(queue.cancelWaiting())
    },
    async cancelRunning() {
      await queue.settle()
      dropRequests(queue.cancelRunning())
    },
    forgetQueue() {
      dropRequests([...queue.cancelWaiting(), ...queue.cancelRunning()])
      oldViews.clear()
    },
    close: () => queue.close(),
  }
}

/** Scans the branch as it is when the scan starts, which may be later than the trigger. */
async function scanNow(job: Job, progress: (part: number) => void, signal: AbortSignal): Promise<Scanned> {
  const content = job.repository.content
  const heads = await content.heads()
  const head = heads.find((each) => each.name === job.branch.name)
  if (head === undefined) throw new Error('The branch was deleted before its scan started.')
  const findings = await content.scan(head, progress, signal)
  return { findings, commit: head.commit, skipped: (await content.skipped?.(head)) ?? [] }
}

function skipEvent({ repository, branch }: Job, { path, reason }: SkippedFile, at: number): AuditEvent {
  const object = `${repository.project}/${repository.slug}`
  return {
    at,
    action: 'File skipped in scan',
    object,
    attributes: { Branch: branch.name, File: path, Reason: reason },
  }
}

function keepResult(results: Map<string, ScanResult>, job: Job, scanned: Scanned, at: number): void {
  const { repository, branch } = job
  const { findings, commit } = scanned
  const facts = { repository, branch: branch.name, scannedAt: at, scanKey: randomUUID() }
  results.set(job.key, { findings, commit, ...facts })
}

function mailDone(outbox: Outbox, request: Request, at: number): void {
  for (const to of request.emails) {
    const subject = `Security scan of ${request.scopeName} is done`
    outbox.send({ to, subject, text: `The scan of ${request.scopeName} that you asked for is done.`, at })
  }
}

function keyOf(repository: RepositoryEntry, branch: string): string {
  return `${repository.id} ${branch}`
}

function asError(caught: unknown): Error {
  return caught instanceof Error ? caught : new Error('The scan failed.')
}
