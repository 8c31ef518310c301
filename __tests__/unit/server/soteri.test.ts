import { describe, expect, it } from '@jest/globals'
import { branchesRequest, repositoriesRequest } from '../../../src/server/bitbucket.ts'
import { type HttpRequest, wirePath } from '../../../src/server/request.ts'
import {
  cancelRequest,
  exportRequest,
  parseScanStatus,
  reviewedRequest,
  statusRequest,
  triggerRequest,
} from '../../../src/server/soteri.ts'
import type { Target } from '../../../src/target.ts'

describe('a scan status', () => {
  const nothing = {
    scanKey: null,
    scanned: null,
    actual: null,
    progress: null,
    running: null,
    scheduled: null,
    total: null,
    unreadable: [],
    failure: null,
  }

  it('is read with all its fields, and others are ignored', () => {
    const body = {
      scanKey: 'k1',
      scanned: true,
      actual: false,
      progress: 40.5,
      running: true,
      scheduled: false,
      total: 3,
      invalidLines: [{ line: 'planted-canary' }],
      later: {},
    }
    const { invalidLines: _lines, later: _later, ...known } = body
    expect(parseScanStatus(body)).toEqual({ ...known, unreadable: [], failure: null })
  })

  it('does without any of them, and takes null for absent', () => {
    expect(parseScanStatus({ scanned: true })).toEqual({ ...nothing, scanned: true })
    expect(parseScanStatus({ scanned: false, total: null })).toEqual({ ...nothing, scanned: false })
  })

  it('names what came with another type instead of guessing', () => {
    const body = {
      scanned: 'true',
      running: 0,
      progress: 140,
      total: -1,
      scanKey: 7,
      actual: 'no',
      scheduled: {},
    }
    expect(parseScanStatus(body)?.unreadable.toSorted()).toEqual(Object.keys(body).toSorted())
  })

  it('takes numbers up to their borders, and none beyond', () => {
    const read = (body: object) => parseScanStatus(body)
    expect([read({ progress: 0 })?.progress, read({ progress: 100 })?.progress]).toEqual([0, 100])
    expect(read({ progress: 100.1 })).toEqual({ ...nothing, unreadable: ['progress'] })
    expect(read({ progress: -0.1 })).toEqual({ ...nothing, unreadable: ['progress'] })
    expect(read({ progress: '40' })).toEqual({ ...nothing, unreadable: ['progress'] })
    expect(read({ total: 0 })).toEqual({ ...nothing, total: 0 })
    expect(read({ total: 1.5 })).toEqual({ ...nothing, unreadable: ['total'] })
    expect(read({ total: '3' })).toEqual({ ...nothing, unreadable: ['total'] })
  })

  it.each<[string, object, number | null]>([
    ['as many as lines are listed, where no total is reported', { invalidLines: [{}, {}] }, 2],
    ['as many as lines are listed, where the total is less', { total: 0, invalidLines: [{}, {}] }, 2],
    ['the total, where it is more than is listed', { total: 700, invalidLines: [{}, {}] }, 700],
    ['the total, where nothing is listed', { total: 3, invalidLines: [] }, 3],
    ['the total, where the list is null', { total: 3, invalidLines: null }, 3],
    ['unknown, where nothing is listed and no total given', { invalidLines: [] }, null],
  ])('gives %s', (_name, fields, total) => {
    expect(parseScanStatus({ scanned: true, ...fields })).toMatchObject({ total, unreadable: [] })
  })

  it.each([[3], ['x'], [{ a: 1 }], [false]])(
    'cannot be read with %j for the list of lines',
    (invalidLines) => {
      expect(parseScanStatus({ total: 0, invalidLines })?.unreadable).toEqual(['invalidLines'])
    },
  )

  it('names a total that cannot be read, whatever is listed', () => {
    expect(parseScanStatus({ total: '12', invalidLines: [{}] })?.unreadable).toEqual(['total'])
  })

  it.each<[string, object, string]>([
    ['a flag', { failed: true }, 'failed'],
    ['an error in words', { errorMessage: 'Out of memory' }, 'errorMessage'],
    ['a number of failures', { failedFiles: 3 }, 'failedFiles'],
    ['a list of errors', { errors: ['x'] }, 'errors'],
    ['"complete" that is false', { complete: false }, 'complete'],
    ['"success" as a text', { success: 'false' }, 'success'],
    ['a state', { state: 'SCAN_ERROR' }, 'state'],
    ['a cancelled state', { scanStatus: 'Cancelled' }, 'scanStatus'],
    ['a field within a field', { lastScan: { outcome: { aborted: true } } }, 'lastScan.outcome.aborted'],
    ['an entry of a list', { jobs: [{ result: 'TIMED_OUT' }] }, 'jobs.0.result'],
  ])('names a field of any name that says failure: %s', (_name, fields, failure) => {
    expect(parseScanStatus({ scanned: true, ...fields })).toMatchObject({ failure, unreadable: [] })
  })

  it.each<[object]>([
    [{ failed: false, error: null, errors: [], errorMessage: '', failedFiles: 0, cancelled: 'no' }],
    [{ complete: true, success: true, state: 'COMPLETED', result: 'without errors' }],
    [{ lastScan: { error: null, complete: true }, failures: {}, engine: { version: 5 } }],
    [{ invalidLines: [{ rule: 'error', failed: true, state: 'FAILED' }] }],
    [{ failingLines: 3, failingLine: 'x', failedFindings: [{ line: 1 }] }],
  ])('finds no failure in %j', (fields) => {
    expect(parseScanStatus({ scanned: true, ...fields })?.failure).toBeNull()
  })

  it.each([[null], [undefined], ['x'], [1], [[]], [{}], [{ foo: 1 }], [{ scanned: null }]])(
    'is not seen in %j',
    (body) => {
      expect(parseScanStatus(body)).toBeNull()
    },
  )
})

describe('requests of a client', () => {
  const line = (request: HttpRequest): string =>
    `${request.method} ${wirePath(new URL('https://h/bb'), request).replace('/bb/rest/', '')}`

  const instance: Target = { kind: 'instance' }
  const project: Target = { kind: 'project', project: '~jane' }
  const repo: Target = { kind: 'repo', project: 'PROJ', repo: 'web-shop' }
  const branch: Target = { ...repo, kind: 'branch', branch: 'feature/a&b#1 ü' }
  const always = { from: null, to: null }
  const encoded = 'feature%2Fa%26b%231%20%C3%BC'

  describe('the calls of the mass-scanning API', () => {
    it.each([
      [triggerRequest('latest', instance, []), 'PUT security/latest/status/total_rescan'],
      [triggerRequest('latest', project, []), 'PUT security/latest/status/projects/~jane'],
      [triggerRequest('1.0', repo, []), 'PUT security/1.0/status/projects/PROJ/repos/web-shop'],
      [
        triggerRequest('latest', branch, []),
        `PUT security/latest/status/projects/PROJ/repos/web-shop/branches?name=${encoded}`,
      ],
      [
        triggerRequest('latest', instance, ['a@x', 'b@x']),
        'PUT security/latest/status/total_rescan?email=a%40x&email=b%40x',
      ],
      [
        triggerRequest('latest', branch, ['a@x']),
        `PUT security/latest/status/projects/PROJ/repos/web-shop/branches?name=${encoded}&email=a%40x`,
      ],
      [cancelRequest('latest', 'queued'), 'DELETE security/latest/status/scheduled'],
      [cancelRequest('latest', 'running'), 'DELETE security/latest/status/running'],
      [statusRequest('latest', repo, null), 'GET security/latest/scan/PROJ/repos/web-shop'],
      [
        statusRequest('1.0', branch, branch.branch),
        `GET security/1.0/scan/PROJ/repos/web-shop?branch=${encoded}`,
      ],
      [
        exportRequest('latest', instance, always),
        'GET security/latest/export-report?confirmExpensiveOperation=true',
      ],
      [exportRequest('latest', project, always), 'GET security/latest/export-report/projects/~jane'],
      [
        exportRequest('latest', repo, always),
        'GET security/latest/export-report/projects/PROJ/repos/web-shop',
      ],
      [
        exportRequest('latest', branch, always),
        `GET security/latest/export-report/projects/PROJ/repos/web-shop?branch=${encoded}`,
      ],
      [reviewedRequest('latest', instance), 'GET security/latest/export/reviewed'],
      [reviewedRequest('latest', project), 'GET security/latest/export/reviewed/projects/~jane'],
      [reviewedRequest('latest', repo), 'GET security/latest/export/reviewed/projects/PROJ/repos/web-shop'],
      [reviewedRequest('latest', branch), 'GET security/latest/export/reviewed/projects/PROJ/repos/web-shop'],
      [repositoriesRequest({ kind: 'instance' }), 'GET api/latest/repos'],
      [repositoriesRequest({ kind: 'project', project: '~jane' }), 'GET api/latest/projects/~jane/repos'],
      [branchesRequest(repo), 'GET api/latest/projects/PROJ/repos/web-shop/branches'],
    ])('%#: %j', (request, expected) => {
      expect(line(request)).toBe(expected)
    })

    it('sends dates as whole seconds of UTC, never cutting the period short', () => {
      const period = { from: Date.UTC(2024, 8, 7, 0, 1, 12, 999), to: Date.UTC(2024, 8, 8, 0, 0, 0, 1) }
      expect(line(exportRequest('latest', instance, period))).toContain(
        '&startDate=2024-09-07T00%3A01%3A12Z&endDate=2024-09-08T00%3A00%3A01Z',
      )
      const whole = { from: Date.UTC(2024, 8, 7), to: Date.UTC(2024, 8, 8) }
      expect(line(exportRequest('latest', repo, whole))).toContain(
        '?startDate=2024-09-07T00%3A00%3A00Z&endDate=2024-09-08T00%3A00%3A00Z',
      )
    })
  })

  describe('what may be repeated', () => {
    it.each([
      [triggerRequest('latest', branch, []), 'safe'],
      [triggerRequest('latest', repo, []), 'safe'],
      [triggerRequest('latest', project, []), 'safe'],
      [triggerRequest('latest', instance, []), 'if-not-arrived'],
      [cancelRequest('latest', 'queued'), 'if-not-arrived'],
      [cancelRequest('latest', 'running'), 'if-not-arrived'],
      [exportRequest('latest', instance, always), 'safe'],
    ])('%#: %j', (request, repeat) => {
      expect(request.repeat).toBe(repeat)
    })
  })
})
