/** The capture of `doctor`, over real HTTP: it says what answers look like, and nothing of what they say. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from '@jest/globals'
import AdmZip from 'adm-zip'
import fc from 'fast-check'
import { openCapture } from '../../src/operations/doctor/capture.ts'
import { versionRequest } from '../../src/operations/doctor/doctor.ts'
import { checkScope } from '../../src/operations/doctor/target-checks.ts'
import { openBitbucket } from '../../src/server/bitbucket.ts'
import { openSoteri } from '../../src/server/soteri.ts'
import type { Target } from '../../src/target.ts'
import { pathOf, testClient } from '../fixtures/client-world.ts'

type Answer = readonly [status: number, body: string | Buffer, headers?: Readonly<Record<string, string>>]

/** The capture of a server whose answers are these, by part of their path. */
async function captureOf(target: Target, answers: Readonly<Record<string, Answer>>): Promise<string> {
  const server = createServer((request, reply) => {
    const found = Object.entries(answers).find(([part]) => pathOf(request).includes(part))
    const [status, body, headers] = found?.[1] ?? [404, '{}']
    reply.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const capture = openCapture()
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/bitbucket`
  const { http } = testClient(url, { maxRetries: 0 }, undefined, capture.onReply)
  try {
    await http.json(versionRequest).catch(() => undefined)
    const world = {
      http,
      soteri: openSoteri(http, 'latest'),
      bitbucket: openBitbucket(http),
      columns: {},
      now: 0,
      capture,
    }
    await checkScope(target, world as never)
  } finally {
    await http.close()
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return capture.json()
}

const target: Target = { kind: 'branch', project: 'PAY', repo: 'shop', branch: 'main' }
const page = (...values: object[]): string =>
  JSON.stringify({ isLastPage: true, size: values.length, values })
const csv = [
  'Project Key,Repository,Branch,File Path,Line Number,Rule,Line,Scanned At,Author',
  'PAY,shop,main,src/a.ts,3,AWS_KEY,password = x,2026-01-02T03:04:05Z,Ann Other',
].join('\r\n')
const usual: Readonly<Record<string, Answer>> = {
  'application-properties': [200, JSON.stringify({ version: '9.4.2', buildNumber: '1' })],
  '/scan/': [
    200,
    JSON.stringify({ scanned: true, total: 1, invalidLines: [{ ruleName: 'x', lineNumber: 3 }] }),
  ],
  'export-report': [200, csv, { 'content-type': 'text/csv;charset=UTF-8' }],
  'export/reviewed': [404, '{}'],
  branches: [200, page({ id: 'refs/heads/main', displayId: 'main', latestCommit: 'a'.repeat(40) })],
  'api/latest/repos': [200, page({ slug: 'shop', project: { key: 'PAY' } })],
}

describe('a capture', () => {
  it('has calls, fields, dialect, header and shapes', async () => {
    const { versions, calls, exports } = JSON.parse(await captureOf(target, usual))
    expect(versions).toMatchObject({ bitbucket: '9.4.2' })
    expect(calls).toContainEqual({
      method: 'GET',
      path: '/rest/security/latest/scan/{projectKey}/repos/{repoSlug}',
      query: ['branch'],
      status: 200,
      contentType: 'application/json',
      headers: expect.arrayContaining(['content-type', 'date']),
      json: {
        scanned: 'boolean',
        total: 'number',
        invalidLines: [{ ruleName: 'string', lineNumber: 'number' }],
      },
    })
    expect(exports).toEqual([
      {
        of: 'findings',
        scope: 'branch',
        format: 'csv',
        zip: null,
        dialect: {
          delimiter: ',',
          quote: '"',
          escape: 'doubled',
          quotesAll: false,
          lineEnd: '\r\n',
          encoding: 'utf-8',
          byteOrderMark: false,
          separatorLine: false,
          commentLines: 0,
        },
        header: csv
          .split('\r\n')[0]
          ?.split(',')
          .map((name) => `"${name}"`),
        firstRow: ['words', 'word', 'word', 'words', 'words', 'word', 'word', 'words', 'word'],
        columns: {
          read: expect.arrayContaining([{ column: 'rule', header: '"Rule"' }]),
          unread: ['"Author"'],
        },
        values: [
          ['upper-case name'],
          ['word'],
          ['word'],
          ['path'],
          ['integer'],
          ['upper-case name'],
          ['text'],
          ['ISO instant'],
          ['words'],
        ],
        rows: 1,
      },
    ])
  })

  it('has the members of a zip by the pattern of their names', async () => {
    const zip = new AdmZip()
    zip.addFile('PAY/findings-2026.csv', Buffer.from(`# all\r\n${csv}`))
    for (const name of ['WEB/findings-2027.csv', 'WEB/list-8.json', 'WEB/list-9.json'])
      zip.addFile(name, Buffer.from('{}'))
    const answers = { ...usual, 'export-report': [200, zip.toBuffer()] as const }
    const { exports } = JSON.parse(await captureOf(target, answers))
    expect(exports[0]).toMatchObject({
      format: 'zip',
      zip: { members: 4, name: 'aaa/aaaaaaaa-9999.csv', others: ['aaa/aaaa-9.aaaa'], method: 8 },
      dialect: { commentLines: 1 },
    })
    expect(exports[0].columns.unread).toEqual(['"Author"'])
  })

  it('shows nothing of any value, whatever the answers are', async () => {
    const word = fc.stringMatching(/^[a-z]{4,9}$/).map((text) => `qzq${text}qzq`)
    const status = fc.constantFrom(200, 200, 200, 401, 403, 404, 500)
    await fc.assert(
      fc.asyncProperty(
        word,
        fc.array(status, { minLength: 6, maxLength: 6 }),
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom(',', ';', '\t'),
        async (
          canary,
          [a = 200, b = 200, c = 200, d = 200, e = 200, f = 200],
          hasHeader,
          isZip,
          delimiter,
        ) => {
          const cells = [
            canary,
            `${canary}/${canary}.ts`,
            `${canary}:12`,
            '7',
            canary.toUpperCase(),
            `"${canary}"`,
            '2026-01-02T03:04:05Z',
          ]
          const names = ['Project', 'Path', 'Branch', 'Line', 'Rule', 'Match', `x=${canary}`]
          const text = [...(hasHeader ? [names] : []), cells, cells]
            .map((row) => row.join(delimiter))
            .join('\n')
          const zip = new AdmZip()
          zip.addFile(`${canary}/${canary}.csv`, Buffer.from(text))
          zip.addFile(`${canary}.${canary}`, Buffer.from(`{"${canary}": 1}`))
          const body = isZip ? zip.toBuffer() : text
          const headers = {
            'x-canary': canary,
            etag: canary,
            server: canary,
            'content-type': `application/json; x=${canary}`,
          }
          const fields = { [canary]: canary, message: canary, errors: [{ message: canary, [canary]: 1 }] }
          const of: Target = {
            kind: 'branch',
            project: canary.toUpperCase(),
            repo: canary,
            branch: `feature/${canary}`,
          }
          const said = await captureOf(of, {
            'application-properties': [a, JSON.stringify({ version: canary, ...fields }), headers],
            '/scan/': [
              b,
              JSON.stringify({
                scanned: canary,
                total: canary,
                invalidLines: [{ text: canary, [`${canary}/a.ts`]: 1 }],
                [canary.toUpperCase()]: { [`feature-${canary}`]: canary },
              }),
              headers,
            ],
            'export-report': [c, body, headers],
            'export/reviewed': [d, text, headers],
            branches: [
              e,
              page({
                id: `refs/heads/feature/${canary}`,
                displayId: `feature/${canary}`,
                latestCommit: canary,
                ...fields,
              }),
              headers,
            ],
            'api/latest': [
              f,
              page({ slug: canary, project: { key: canary.toUpperCase() }, ...fields }),
              headers,
            ],
          })
          expect(said.toLowerCase()).not.toContain(canary)
          expect(said).not.toMatch(/127\.0\.0\.1|bitbucket\//)
        },
      ),
      { numRuns: 40 },
    )
  })
})
