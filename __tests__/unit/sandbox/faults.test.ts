import { describe, expect, it } from '@jest/globals'
import { faultNamed, faultScenarios } from '../../../sandbox/faults/catalogue.ts'
import { resourceOf } from '../../../sandbox/faults/scenario.ts'
import { zipBytes } from '../../../sandbox/faults/zip-bytes.ts'
import { asFlags, gateInputs } from '../../../sandbox/gate-command.ts'
import { unpackZip } from '../../../sandbox/zip.ts'

describe('the catalogue of faults', () => {
  it('holds at least sixty, each with a name of its own', () => {
    const names = faultScenarios.map((fault) => fault.name)
    expect(names.length).toBeGreaterThanOrEqual(60)
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  })

  it.each(faultScenarios.map((fault) => [fault.name, fault] as const))(
    '%s is reported in one line',
    (_name, fault) => {
      expect(fault.description).toMatch(/^[A-Z0-9].*\.$/)
      expect(fault.description).not.toMatch(/\n/)
      const { rules, listening, gate, before } = fault
      const bites = rules.length > 0 || listening !== undefined || before !== undefined
      expect(bites || gate?.operation !== undefined).toBe(true)
    },
  )

  it('never expects a pass that would not be there without the fault', () => {
    const ends = faultScenarios.map(({ expected }) => ('heals' in expected ? 'heals' : expected.verdict))
    expect(new Set(ends)).toEqual(new Set(['heals', 'error', 'fail']))
  })

  it('finds by name, and names like it when there is none', () => {
    expect(faultNamed('refused').listening).toBe('never')
    expect(() => faultNamed('zip-bom')).toThrow(/zip-bomb/)
  })
})

describe('resourceOf', () => {
  it.each([
    ['GET', '/rest/api/latest/application-properties', 'credentials'],
    ['PUT', '/rest/security/latest/status/total_rescan?email=a', 'trigger'],
    ['PUT', '/rest/security/latest/status/projects/A/repos/b/branches?name=x', 'trigger'],
    ['DELETE', '/rest/security/latest/status/running', 'cancel'],
    ['GET', '/rest/security/1.0/scan/A/repos/b?branch=x', 'status'],
    ['GET', '/rest/security/latest/export-report?confirmExpensiveOperation=true', 'export'],
    ['GET', '/rest/security/latest/export-report/projects/A/repos/b', 'export'],
    ['GET', '/rest/security/latest/export/reviewed/projects/A', 'reviewed'],
    ['GET', '/rest/api/latest/repos?limit=5', 'repositories'],
    ['GET', '/rest/api/latest/projects/A/repos?start=0', 'repositories'],
    ['GET', '/rest/api/latest/projects/A/repos/b', 'repositories'],
    ['GET', '/rest/api/latest/projects/A/repos/b/branches', 'branches'],
    ['GET', '/rest/api/latest/projects/A/repos/b/branches/default', 'branches'],
    ['GET', '/rest/api/latest/projects/A/repos/b/pull-requests/42', 'pull-request'],
    ['GET', '/rest/api/latest/projects/A/repos/b/pull-requests/42/changes?limit=9', 'changes'],
    ['GET', '/rest/api/latest/projects/A/repos/b/compare/commits?from=x&to=y', 'compare'],
    ['GET', '/rest/api/latest/projects/A/repos/b/browse/src/branches?blame=true', 'blame'],
    ['GET', '/rest/api/latest/projects/A/repos/b/raw/.soteri-gate.yml', 'raw'],
    ['GET', '/rest/api/latest/projects/A/repos/b/pull-requests/42/activities', 'activities'],
    ['POST', '/rest/api/latest/projects/A/repos/b/pull-requests/42/comments', 'comment-new'],
    ['PUT', '/rest/api/latest/projects/A/repos/b/pull-requests/42/comments/7', 'comment-edit'],
    ['DELETE', '/rest/api/latest/projects/A/repos/b/pull-requests/42/comments/7?version=1', 'comment-delete'],
    ['PUT', '/rest/insights/latest/projects/A/repos/b/commits/c/reports/k', 'insights'],
    ['POST', '/rest/api/latest/projects/A/repos/b/commits/c/builds', 'builds'],
    ['GET', '/rest/other', 'any'],
  ])('%s %s asks for %s', (method, path, resource) => {
    expect(resourceOf(method, path)).toBe(resource)
  })
})

describe('zipBytes', () => {
  const content = Buffer.from('a,b\r\n1,2\r\n'.repeat(50))

  it.each([
    ['plain', {}],
    ['with data descriptors', { dataDescriptor: true }],
    ['with zip64 sizes', { zip64: true }],
    ['stored', { method: 0 }],
  ])('writes archives that another reader takes: %s', (_name, liberty) => {
    expect(unpackZip(zipBytes([{ name: 'ä/x.csv', content, ...liberty }]))).toEqual([
      { name: 'ä/x.csv', content },
    ])
  })

  it('lies about the checksum when asked to', () => {
    expect(() => unpackZip(zipBytes([{ name: 'x.csv', content, crc: 1 }]))).toThrow(/CRC/i)
  })
})

describe('gateInputs', () => {
  const repositories = [{ project: 'A', slug: "it's", path: '/r' }]

  it('asks for the first repository, with the inputs of the fault', () => {
    const inputs = gateInputs('http://h/b', repositories, faultNamed('stall-in-body'))
    expect(inputs).toMatchObject({ project: 'A', repo: "it's", 'request-timeout': '700ms', timeout: '8s' })
  })

  it('takes the scope of the fault', () => {
    expect(gateInputs('http://h/b', repositories, faultNamed('zip-bad-crc'))).toMatchObject({
      scope: 'instance',
    })
    expect(gateInputs('http://h/b', repositories, faultNamed('empty-repository'))).not.toHaveProperty('repo')
  })

  it('of a pull request allows nothing new', () => {
    expect(gateInputs('http://h/b', repositories, faultNamed('fork-without-rights'))).toMatchObject({
      ...{ project: 'A', repo: "it's", 'pull-request': '44', thresholds: 'new = 0' },
    })
  })

  it('quotes for a shell', () => {
    expect(asFlags({ repo: "it's", thresholds: 'total = 0' })).toBe(
      "--repo 'it'\\''s' --thresholds 'total = 0'",
    )
  })
})
