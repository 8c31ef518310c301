/** `report.sarif`: valid by schema and by GitHub's rules, below GitHub's limits, hostile text as text. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { default as AjvDraft04 } from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import type { Log, Result, Run } from 'sarif'
import type { JudgedFinding, Report } from '../../../src/report/model.ts'
import { renderSarif, SARIF_RESULT_LIMIT } from '../../../src/report/sarif.ts'
import {
  errorReport,
  hostileReport,
  hostileTexts,
  mixedFindings,
  sampleFinding,
  sampleReport,
  withoutFindingsFile,
} from './sample-report.ts'

const require = createRequire(import.meta.url)
const schemaFile = join(
  dirname(require.resolve('@microsoft/jest-sarif/package.json')),
  'lib/schemas/sarif-2.1.0-rtm.5.json',
)
const ajv = new AjvDraft04.default({ strict: false, unicodeRegExp: false, allErrors: true })
addFormats.default(ajv)
const validate = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')))

function runOf(report: Report): Run {
  const text = renderSarif(report)
  const log = JSON.parse(text) as Log
  expect(validate(log) ? [] : validate.errors).toEqual([])
  const [run] = log.runs
  if (run === undefined) throw new Error('no run')
  return run
}

function resultsOf(report: Report): Result[] {
  return runOf(report).results ?? []
}

describe('report.sarif', () => {
  it('holds one result per finding that counts, with rule, place, branches and link', () => {
    const results = resultsOf(sampleReport(mixedFindings))
    expect(results.map(({ ruleId, baselineState, level }) => [ruleId, baselineState, level])).toEqual([
      ['AWS_SECRET_ACCESS_KEY', 'new', 'error'],
      ['RSA_PRIVATE_KEY', 'unchanged', 'error'],
    ])
    const link =
      'https://git.example.com/bitbucket/projects/SHOP/repos/web/browse/src/config.ts?at=refs/heads/main#12'
    expect(results[0]).toMatchObject({
      message: {
        text: `AWS_SECRET_ACCESS_KEY in SHOP/web on main, dev: revoke the secret, then remove it. ${link}`,
      },
      hostedViewerUri: link,
      properties: { repository: 'SHOP/web', branches: ['main', 'dev'] },
    })
    expect(results[0]?.partialFingerprints?.primaryLocationLineHash).toBe('0123456789abcdef0123456789abcdef')
    expect(results[0]?.locations?.[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'src/config.ts', uriBaseId: '%SRCROOT%' },
      region: { startLine: 12 },
    })
  })

  it('explains each rule and gives GitHub its severity', () => {
    const { rules } = runOf(sampleReport(mixedFindings)).tool.driver
    expect(rules?.map((rule) => [rule.id, rule.properties?.['security-severity']])).toEqual([
      ['AWS_SECRET_ACCESS_KEY', '9.5'],
      ['RSA_PRIVATE_KEY', '8.0'],
    ])
    expect(rules?.[0]).toMatchObject({
      name: 'AwsSecretAccessKey',
      helpUri: expect.stringMatching(/^https:\/\/docs\.aws\.amazon\.com\//),
      help: { markdown: expect.stringMatching(/^A credential.*\n\n1\. The owner.*\n2\. Deleting/) },
    })
    expect(rules?.[0]?.help?.text).toMatch(/Amazon Web Services.*CloudTrail.*Git history/)
    const results = resultsOf(sampleReport(mixedFindings))
    for (const result of results) expect(rules?.[result.ruleIndex ?? -1]?.id).toBe(result.ruleId)
  })

  it('is precise where the rule is: much that generic ones find is no secret', () => {
    const names = ['AWS_SECRET_ACCESS_KEY', 'OWN_RULE', 'GENERIC_PASSWORD', 'HIGH_ENTROPY']
    const { rules } = runOf(sampleReport(names.map((rule) => sampleFinding({ rule })))).tool.driver
    expect(Object.fromEntries(rules?.map(({ id, properties }) => [id, properties?.precision]) ?? [])).toEqual(
      {
        AWS_SECRET_ACCESS_KEY: 'high',
        OWN_RULE: 'medium',
        GENERIC_PASSWORD: 'medium',
        HIGH_ENTROPY: 'low',
      },
    )
  })

  it('has the remedy of the policy first', () => {
    const remedies = { AWS_SECRET_ACCESS_KEY: { text: 'Ask the desk.', link: 'https://wiki.example.com/a' } }
    const { rules } = runOf(sampleReport(mixedFindings, { remedies })).tool.driver
    expect(rules?.[0]).toMatchObject({ helpUri: 'https://wiki.example.com/a' })
    expect(rules?.[0]?.help?.text).toContain('Ask the desk.')
  })

  it('says where the code comes from: repository always, branch where there is one', () => {
    expect(runOf(sampleReport([sampleFinding()])).versionControlProvenance).toEqual([
      {
        repositoryUri: 'https://git.example.com/bitbucket/projects/SHOP/repos/web',
        branch: 'main',
        mappedTo: { uriBaseId: '%SRCROOT%' },
      },
    ])
    const wide = sampleReport([...mixedFindings, sampleFinding({ project: '~ann', repository: 'dot' })], {
      targets: ['instance'],
    })
    expect(runOf(wide).versionControlProvenance).toEqual([
      {
        repositoryUri: 'https://git.example.com/bitbucket/projects/SHOP/repos/web',
        mappedTo: { uriBaseId: 'SHOP/web' },
      },
      {
        repositoryUri: 'https://git.example.com/bitbucket/users/ann/repos/dot',
        branch: 'main',
        mappedTo: { uriBaseId: '~ann/dot' },
      },
    ])
    expect(
      runOf(sampleReport(mixedFindings, { bitbucketUrl: null })).versionControlProvenance,
    ).toBeUndefined()
  })

  it('reports success and failure of the run itself', () => {
    const [failed] = runOf(errorReport()).invocations ?? []
    expect(failed).toMatchObject({ executionSuccessful: false, exitCode: 4 })
    expect(failed?.toolExecutionNotifications?.[0]).toMatchObject({
      level: 'error',
      descriptor: { id: 'UNREACHABLE' },
    })
    const [violated] = runOf(sampleReport(mixedFindings)).invocations ?? []
    expect(violated).toMatchObject({ executionSuccessful: true, exitCode: 1 })
  })

  it('has no results, rather than none or half of them, when the run broke off', () => {
    const half = { ...errorReport(), shortlist: mixedFindings }
    expect(runOf(half).results).toBeUndefined()
    expect(runOf(half).tool.driver.rules).toEqual([])
    expect(runOf(sampleReport([])).results).toEqual([])
  })

  it.each([
    ['a b#c?d%e.txt', 'a%20b%23c%3Fd%25e.txt'],
    ['größe/漢.ts', 'gr%C3%B6%C3%9Fe/%E6%BC%A2.ts'],
    ['../../etc/passwd', '%252E%252E/%252E%252E/etc/passwd'],
    ['/abs//twice', 'abs/twice'],
    ['c:\\x', 'c%3A%5Cx'],
    ['', 'unknown'],
    ['\ud800', '%EF%BF%BD'],
  ])('encodes the path %j', (path, uri) => {
    const [result] = resultsOf(sampleReport([sampleFinding({ path })]))
    expect(result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(uri)
  })

  it.each(hostileTexts.map((text) => [text]))('keeps hostile text as text: %j', (text) => {
    const rendered = renderSarif(hostileReport(text))
    runOf(hostileReport(text))
    expect(rendered).not.toMatch(/[\p{Cf}\u2028\u2029\u0080-\u009f]|[\u0000-\u0009]/u)
  })

  it('never holds matched text', () => {
    const match = ['AKIA', 'REVEALED', 'TEXT'].join('')
    expect(renderSarif(sampleReport([sampleFinding({ match })]))).not.toContain(match)
  })
})

describe('the limits of GitHub', () => {
  const many = (count: number, changes: (place: number) => Partial<JudgedFinding>): JudgedFinding[] =>
    Array.from({ length: count }, (_, place) =>
      sampleFinding({ fingerprint: place.toString(16).padStart(32, '0'), ...changes(place) }),
    )

  it('are limited in number, and the omitted ones are counted', () => {
    const report = sampleReport(many(SARIF_RESULT_LIMIT + 500, () => ({})))
    const run = runOf(report)
    expect(run.results).toHaveLength(SARIF_RESULT_LIMIT)
    expect(run.properties?.resultsLeftOut).toBe(500)
    const messages = run.invocations?.[0]?.toolExecutionNotifications?.map((one) => one.message.text)
    expect(messages).toEqual([
      '500 more findings are in findings.csv.',
      'GitHub shows the worst 5,000 of these 20,000 results.',
    ])
    const { invocations } = runOf(withoutFindingsFile(report))
    expect(invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).toBe(
      '500 more findings are in no file: findings.csv was not written (`formats: csv` writes it).',
    )
  })

  it('are kept in bytes, even when nothing can be compressed', () => {
    const noise = (): string => randomBytes(1125).toString('base64url')
    const text = renderSarif(sampleReport(many(12_000, () => ({ path: noise() }))))
    expect(gzipSync(text).length).toBeLessThan(10_000_000)
    expect((JSON.parse(text) as Log).runs[0]?.properties?.resultsLeftOut).toBeGreaterThan(3000)
  })
})
