/** The end of a run against a server, a disk and a store: nothing goes on stating a verdict that the run has lost. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { systemClock } from '../../src/ci/process.ts'
import type { Inputs } from '../../src/config/inputs.ts'
import { deliver, type PostedResult } from '../../src/deliver/deliver.ts'
import { GateError } from '../../src/errors.ts'
import type { ArtifactStore, Conclusion, Host } from '../../src/host.ts'
import type { Decision } from '../../src/judge/judge.ts'
import type { Outcome } from '../../src/judge/verdict.ts'
import { openReportFolder } from '../../src/report/report-folder.ts'
import { startResult } from '../../src/report/run-result.ts'
import { recordingLog } from '../fixtures/recording-log.ts'
import {
  bitbucketError,
  json,
  type ReceivedRequest,
  type Reply,
  type ScriptedServer,
  startScriptedServer,
} from '../fixtures/scripted-server.ts'
import { sampleReport } from '../unit/report/sample-report.ts'

const servers: ScriptedServer[] = []
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
})
let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'soteri-gate-delivery-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const commit = 'a'.repeat(40)
const marker = '[//]: # (soteri-gate-verdict:SHOP%2Fcart%40main)'
const refused = bitbucketError(401, 'You are not permitted.', 'AuthorisationException')
const { counts, thresholds } = sampleReport()
const decision = { counts, thresholds, notices: [], baselineLines: () => ['{}\n'] } as unknown as Decision
const judged: Outcome = { kind: 'judged', thresholds, mode: 'enforce' }

type Setting = {
  readonly inputs?: Partial<Inputs>
  /** Answers by call: the state of a build status, else `METHOD last-segment`; `204` where it gives none. */
  readonly answer?: (call: string, earlier: number) => Reply | undefined
  readonly comments?: readonly object[]
  readonly artifacts?: Partial<ArtifactStore>
  /** Called with the verdict before outputs are set. */
  readonly onOutputs?: (verdict: string, world: World) => void
  readonly onCall?: (call: string, world: World) => void
  readonly result?: Partial<PostedResult>
}
type World = { readonly stop: AbortController; readonly folder: string }

/** Delivers a pass; everything that was called, in its order, with the verdict it states. */
async function delivered({
  inputs = {},
  answer,
  comments = [],
  artifacts,
  onOutputs,
  onCall,
  result,
}: Setting) {
  const calls: string[] = []
  const world: World = { stop: new AbortController(), folder: join(root, 'soteri-report') }
  const called = (call: string): void => {
    calls.push(call)
    onCall?.(call, world)
  }
  const server = await startScriptedServer({
    intercept({ method, url, body }: ReceivedRequest) {
      const path = url.split('?')[0] ?? ''
      if (path.endsWith('/projects'))
        return { ...json({ values: [] }), headers: { 'x-ausername': 'gate%20keeper' } }
      if (path.endsWith('/activities')) return json({ values: comments, isLastPage: true })
      const last = path.slice(path.lastIndexOf('/') + 1)
      const sent = (body === '' ? {} : JSON.parse(body)) as { state?: string; result?: string; text?: string }
      const word = sent.result ?? /soteri-gate: (\w+)/.exec(sent.text ?? '')?.[1]
      const call = sent.state ?? `${method} ${last}${word === undefined ? '' : ` ${word}`}`
      const earlier = calls.filter((each) => each === call).length
      called(call)
      return answer?.(call, earlier) ?? { status: 204 }
    },
  })
  servers.push(server)
  const log = recordingLog()
  const outputs: Record<string, string>[] = []
  const conclusions: Conclusion[] = []
  const store: ArtifactStore = {
    async upload({ root: from }) {
      const { verdict } = JSON.parse(readFileSync(join(from, 'report.json'), 'utf8')) as { verdict: string }
      called(`upload ${verdict}`)
      return { id: '7', url: 'https://ci.example.com/7', digest: 'abc' }
    },
    async replace({ root: from }) {
      const { verdict } = JSON.parse(readFileSync(join(from, 'report.json'), 'utf8')) as { verdict: string }
      called(`replace ${verdict}`)
      return { id: '8', url: 'https://ci.example.com/8', digest: 'def' }
    },
    ...artifacts,
  }
  const host = {
    name: 'test',
    input: () => undefined,
    environment: () => undefined,
    environmentNames: () => [],
    givenInputs: () => [],
    log,
    clock: { ...systemClock, sleep: async () => undefined },
    setLogLevel: () => undefined,
    setOutputs(values: Record<string, string>) {
      onOutputs?.(values.verdict ?? '', world)
      called(`outputs ${values.verdict}`)
      outputs.push(values)
    },
    annotate: () => undefined,
    conclude: (conclusion: Conclusion) => conclusions.push(conclusion),
    writeSummary: null,
    artifacts: artifacts === undefined ? null : store,
    workingFolder: root,
    runUrl: 'https://ci.example.com/run/7',
    stop: world.stop.signal,
  } as unknown as Host
  const posting = {
    repository: { project: 'SHOP', repo: 'cart' },
    source: { project: 'SHOP', repo: 'cart' },
    branch: 'main',
    commit,
    head: commit,
    name: 'SHOP/cart@main',
    lookupFailure: null,
  }
  const all = {
    ...startResult(systemClock),
    inputs: {
      bitbucketUrl: new URL(server.url),
      credentials: { kind: 'token', token: ['BBDC', 'delivery', '01'].join('-') },
      caFile: null,
      caCert: null,
      excludeRepos: [],
      requestTimeoutMs: 5000,
      maxRetries: 0,
      maxRequestsPerSecond: 1000,
      apiVersion: 'latest',
      operation: 'export',
      targets: [],
      reportFiles: [],
      period: { from: null, to: null },
      mode: 'enforce',
      formats: ['json'],
      outputDir: 'soteri-report',
      uploadArtifact: 'auto',
      artifactName: 'report',
      retentionDays: null,
      jobSummary: true,
      annotations: 0,
      historyFile: 'runs.jsonl',
      buildStatus: true,
      codeInsights: false,
      pull: null,
      pullRequestComment: 'never',
      ...inputs,
    } as unknown as Inputs,
    reports: openReportFolder(world.folder),
    decision,
    posting,
    ...result,
  }
  const exitCode = await deliver(judged, all, host)
  const report = JSON.parse(readFileSync(join(world.folder, 'report.json'), 'utf8')) as { verdict: string }
  const history = readdirSync(root).includes('runs.jsonl')
    ? readFileSync(join(root, 'runs.jsonl'), 'utf8')
    : ''
  const { verdict, error } = conclusions[0] ?? {}
  const last = log.lines.at(-1)?.line.split(/[ :]/)[0]
  const historyWord = /"verdict":"(\w+)"/.exec(history)?.[1]
  return {
    calls,
    exitCode,
    error,
    log,
    outputs: outputs.at(-1) ?? {},
    /** The verdict, as each of them states it. */
    words: [verdict, report.verdict, outputs.at(-1)?.verdict, last, historyWord],
  }
}

const everywhere = (word: string | undefined): (string | undefined)[] => Array(5).fill(word)
const pull = { id: 3 } as unknown as NonNullable<Inputs['pull']>
const posting = { codeInsights: true, pull, pullRequestComment: 'always' } as const

describe('a run that passes', () => {
  it('delivers once, in this order, and green last', async () => {
    const { calls, words, exitCode, outputs } = await delivered({ inputs: posting, artifacts: {} })
    expect(calls).toEqual([
      'PUT soteri-gate PASS',
      'DELETE annotations',
      'POST comments pass',
      'upload pass',
      'outputs pass',
      'SUCCESSFUL',
    ])
    expect([exitCode, words]).toEqual([0, everywhere('pass')])
    expect(outputs).toMatchObject({ 'artifact-id': '7', 'exit-code': '0' })
  })

  it('adds nothing to the history when it judged nothing', async () => {
    const { words } = await delivered({ result: { decision: null } })
    expect(words.at(-1)).toBeUndefined()
  })
})

describe('green', () => {
  it.each([
    ['refused', refused],
    ['kept by a server that then answers 500', { status: 500 }],
  ])('is taken back when it was %s', async (_, reply) => {
    const { calls, words, exitCode } = await delivered({
      inputs: posting,
      artifacts: {},
      answer: (call) => (call === 'SUCCESSFUL' ? reply : undefined),
    })
    expect(calls.slice(calls.indexOf('SUCCESSFUL'))).toEqual([
      'SUCCESSFUL',
      'FAILED',
      'PUT soteri-gate FAIL',
      'DELETE annotations',
      'POST comments error',
      'replace error',
      'outputs error',
    ])
    expect([exitCode, words]).toEqual([4, everywhere('error')])
  })

  it('that cannot be taken back either ends in error all the same, once tried', async () => {
    const { calls, words, exitCode } = await delivered({
      answer: (call) => (['SUCCESSFUL', 'FAILED'].includes(call) ? refused : undefined),
    })
    expect(calls).toEqual(['outputs pass', 'SUCCESSFUL', 'FAILED', 'outputs error'])
    expect([exitCode, words]).toEqual([4, everywhere('error')])
  })

  it('is asked for again and again, taking it back once', async () => {
    const { calls } = await delivered({
      inputs: { maxRetries: 2 },
      answer: (call) => (['SUCCESSFUL', 'FAILED'].includes(call) ? { status: 503 } : undefined),
    })
    expect(calls.filter((call) => call === 'SUCCESSFUL')).toHaveLength(3)
    expect(calls.filter((call) => call === 'FAILED')).toHaveLength(1)
  })

  it('is not posted after a stop, and what says PASS by then is taken back', async () => {
    const { calls, words, exitCode, log, outputs } = await delivered({
      inputs: posting,
      artifacts: {},
      comments: [
        {
          action: 'COMMENTED',
          comment: { id: 5, version: 1, text: marker, author: { name: 'gate keeper' } },
        },
      ],
      onCall(call, { stop }) {
        if (call === 'upload pass') stop.abort(new GateError('CANCELLED', 'The run was stopped by SIGTERM.'))
      },
    })
    expect(calls).toEqual([
      'PUT soteri-gate PASS',
      'DELETE annotations',
      'PUT 5 pass',
      'upload pass',
      'FAILED',
      'PUT soteri-gate FAIL',
      'PUT 5 error',
      'outputs error',
    ])
    expect([exitCode, words]).toEqual([130, everywhere('error')])
    expect(outputs['artifact-id']).toBe('')
    expect(log.text()).toContain('may still hold a report from before this error')
  })
})

describe('outputs', () => {
  it('that cannot be set at first state the error in the end', async () => {
    let tries = 0
    const { calls, words, exitCode } = await delivered({
      onOutputs() {
        if (tries++ === 0) throw Object.assign(new Error('full'), { code: 'ENOSPC' })
      },
    })
    expect(calls).toEqual(['FAILED', 'outputs error'])
    expect([exitCode, words]).toEqual([74, everywhere('error')])
  })
})

describe('an artifact', () => {
  const notStored = async (): Promise<never> => {
    throw new Error('CreateArtifact: 403')
  }

  it('that is not stored makes a pass an error only where it must be', async () => {
    const artifacts = { upload: notStored }
    const free = await delivered({ artifacts })
    expect([free.exitCode, free.words]).toEqual([0, everywhere('pass')])
    rmSync(join(root, 'runs.jsonl'))
    const must = await delivered({ artifacts, inputs: { uploadArtifact: 'true' } })
    expect([must.exitCode, must.words, must.error?.code]).toEqual([
      4,
      everywhere('error'),
      'ARTIFACT_NOT_STORED',
    ])
    expect(must.calls).toEqual(['FAILED', 'outputs error'])
  })

  it('is not trusted when another run took the folder meanwhile', async () => {
    const { calls, exitCode, error, outputs } = await delivered({
      artifacts: {},
      onCall(call, { folder }) {
        if (call !== 'upload pass') return
        const other = openReportFolder(folder)
        writeFileSync(other.staged('json'), '{"verdict":"other"}')
        other.place(new Set(['json']), new Map())
      },
    })
    expect([exitCode, error?.code]).toEqual([74, 'REPORT_NOT_WRITTEN'])
    expect(calls).not.toContain('SUCCESSFUL')
    expect(outputs).toMatchObject({ verdict: 'error', 'json-file': '', 'artifact-id': '' })
  })
})

describe('the comment', () => {
  const inputs = { ...posting, buildStatus: false, codeInsights: false }
  const comment = (id: number, author: string) => ({
    action: 'COMMENTED',
    comment: { id, version: 1, text: `${marker} by ${author}`, author: { name: author } },
  })

  it('of somebody else is left alone, even with the mark', async () => {
    const others = await delivered({ inputs, comments: [comment(8, 'mallory')] })
    expect(others.calls).toEqual(['POST comments pass', 'outputs pass'])
    rmSync(join(root, 'runs.jsonl'))
    const own = await delivered({ inputs, comments: [comment(8, 'mallory'), comment(5, 'gate keeper')] })
    expect(own.calls).toEqual(['PUT 5 pass', 'outputs pass'])
  })

  it('that is deleted between look and edit is written anew', async () => {
    const { calls, words, log } = await delivered({
      inputs,
      comments: [comment(5, 'gate keeper')],
      answer: (call) =>
        call.startsWith('PUT 5') ? bitbucketError(404, 'Gone.', 'NoSuchCommentException') : undefined,
    })
    expect(calls).toEqual(['PUT 5 pass', 'POST comments pass', 'outputs pass'])
    expect(words).toEqual(everywhere('pass'))
    expect(log.text()).toContain('Comment on pull request 3: written.')
  })

  it('that is deleted meanwhile is not missed where only a failure is worth one', async () => {
    const { calls } = await delivered({
      inputs: { ...inputs, pullRequestComment: 'on-failure' },
      comments: [comment(5, 'gate keeper')],
      answer: (call) => (call.startsWith('PUT 5') ? { status: 404 } : undefined),
    })
    expect(calls).toEqual(['PUT 5 pass', 'outputs pass'])
  })

  it('is not written where none is wanted', async () => {
    const { calls } = await delivered({ inputs: { ...inputs, pullRequestComment: 'never' } })
    expect(calls).toEqual(['outputs pass'])
  })

  it('that is changed twice in a row is an error', async () => {
    const { exitCode, error } = await delivered({
      inputs,
      comments: [comment(5, 'gate keeper')],
      answer: (call) => (call.startsWith('PUT 5') ? { status: 409 } : undefined),
    })
    expect([exitCode, error?.code]).toEqual([4, 'DELIVERY_FAILED'])
    expect(error?.message).toContain('changed by somebody else, twice in a row')
  })
})

describe('a Code Insights report', () => {
  const inputs = { codeInsights: true, buildStatus: false }

  it.each([
    ['401', refused],
    ['403', bitbucketError(403, 'You are not permitted.', 'AuthorisationException')],
    ['401 and no word of rights', bitbucketError(401, 'Not yours.', 'ReportException')],
    ['409', bitbucketError(409, 'Not yours.', 'ArgumentValidationException')],
  ])('of another account is a note when replacing it is refused with %s', async (_, reply) => {
    const { exitCode, calls } = await delivered({
      inputs: { ...inputs, buildStatus: true },
      answer: (call) =>
        call.startsWith('PUT soteri-gate')
          ? reply
          : call === 'GET soteri-gate'
            ? json({ key: 'soteri-gate', result: 'FAIL' })
            : undefined,
    })
    expect(exitCode).toBe(0)
    expect(calls.filter((call) => call.startsWith('PUT'))).toHaveLength(1)
    expect(calls.at(-1)).toBe('SUCCESSFUL')
  })

  it.each([400, 429])('that is refused with %s is an error, whoever made the last one', async (status) => {
    const { exitCode, error } = await delivered({
      inputs,
      answer: (call) => (call.startsWith('PUT soteri-gate') ? { status } : json({ key: 'soteri-gate' })),
    })
    expect(exitCode).toBe(4)
    expect(error?.code).toBe('DELIVERY_FAILED')
  })

  it('of the own account is not blamed on another one when the server breaks down', async () => {
    const { error } = await delivered({
      inputs,
      answer: (call) => (call.startsWith('PUT soteri-gate') ? { status: 500 } : json({ key: 'soteri-gate' })),
    })
    expect(error?.message).toContain('the server answered 500')
    expect(error?.message).not.toContain('account that made it')
  })

  it('that is not there is not blamed on another account', async () => {
    const { error } = await delivered({
      inputs,
      answer: (call) =>
        call.startsWith('PUT soteri-gate')
          ? refused
          : call === 'GET soteri-gate'
            ? { status: 404 }
            : undefined,
    })
    expect(error?.message).toContain('this user may not do that')
    expect(error?.message).not.toContain('account that made it')
  })
})
