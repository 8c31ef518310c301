import { describe, expect, it } from '@jest/globals'
import { branchesRequest, repositoriesRequest } from '../../../src/server/bitbucket.ts'
import { type HttpRequest, wirePath } from '../../../src/server/request.ts'
import {
  cancelRequest,
  exportRequest,
  reviewedRequest,
  statusRequest,
  triggerRequest,
} from '../../../src/server/soteri.ts'
import type { Target } from '../../../src/target.ts'

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
    [exportRequest('latest', repo, always), 'GET security/latest/export-report/projects/PROJ/repos/web-shop'],
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
