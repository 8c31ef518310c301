/** A branch compared with another one, from trigger to verdict. */
import { describe, expect, it } from '@jest/globals'
import { type ChangeWorld, gateChange, type Place } from '../fixtures/change-world.ts'
import { finished, json, running } from '../fixtures/scripted-server.ts'

const [one, two] = ['secret-of-one-01', 'secret-of-two-02']
const [main, feature] = ['SHOP/cart@main', 'SHOP/cart@feature']
const compared = { 'compare-branch': 'main' }
const old: readonly Place[] = [`src/a.ts:3 AWS_CLIENT_ID ${one}`, `src/b.ts:9 RSA_KEY ${two}`]
const unchanged: ChangeWorld = { branches: { [main]: old, [feature]: old } }
const adding = (...places: readonly Place[]): ChangeWorld => ({
  branches: { [main]: old, [feature]: [...old, ...places] },
})

describe('a branch compared with another', () => {
  it('passes where it adds nothing, whatever was there before', async () => {
    const gate = await gateChange(unchanged, compared)
    expect(gate).toMatchObject({
      exitCode: 0,
      sentence: 'pass: threshold "new": 0 found, limit 0',
      counts: { total: 2, new: 0, moved: 0, behind: 0 },
    })
    expect(gate.rows.map((cells) => cells[7])).toEqual(['known', 'known'])
    expect(gate.requests).toEqual([
      'GET api/latest/projects?limit=1',
      'GET api/latest/projects/SHOP/repos/cart/branches?filterText=feature&boostMatches=true&limit=500&start=0',
      'GET api/latest/projects/SHOP/repos/cart/branches?filterText=main&boostMatches=true&limit=500&start=0',
      'GET api/latest/projects/SHOP/repos/cart/branches?filterText=feature&boostMatches=true&limit=500&start=0',
      'GET api/latest/projects/SHOP/repos/cart/branches?filterText=main&boostMatches=true&limit=500&start=0',
      'GET security/latest/scan/SHOP/repos/cart?branch=main',
      'GET security/latest/scan/SHOP/repos/cart?branch=feature',
      'PUT security/latest/status/projects/SHOP/repos/cart/branches?name=feature',
      'GET security/latest/scan/SHOP/repos/cart?branch=feature',
      'GET security/latest/scan/SHOP/repos/cart?branch=main',
      'GET security/latest/export-report/projects/SHOP/repos/cart?branch=main',
      'GET security/latest/export-report/projects/SHOP/repos/cart?branch=feature',
    ])
  })

  it('fails by what it adds alone', async () => {
    const gate = await gateChange(adding('src/c.ts:1 AWS_CLIENT_ID secret-of-three'), compared)
    expect(gate).toMatchObject({
      exitCode: 1,
      sentence: 'fail: threshold "new": 1 found, limit 0',
      counts: { total: 3, new: 1 },
    })
    expect(gate.rows.filter((cells) => cells[7] === 'new').map((cells) => cells[3])).toEqual(['src/c.ts'])
  })

  it('is judged by the thresholds that are given', async () => {
    const world = adding('src/c.ts:1 AWS_CLIENT_ID secret-of-three', 'src/d.ts:1 RSA_KEY secret-of-four')
    const thresholds = 'new rule:RSA_* = 0\nnew rule:AWS_* = 1\ntotal = 9\nnew distinct = 2'
    const gate = await gateChange(world, { ...compared, thresholds })
    expect(gate.report.thresholds).toMatchObject([
      { name: 'new rule:RSA_*', observed: 1 },
      { name: 'new rule:AWS_*', observed: 1 },
      { name: 'total', observed: 4 },
      { name: 'new distinct', observed: 2 },
    ])
  })

  it.each([
    'rule:RSA_*',
    'severity:low',
    'project:SHOP',
    'repo:SHOP/cart',
    'branch:feature',
    'path:src/*',
    'distinct',
  ])('counts what is new alone where `new` joins %s', async (selector) => {
    const world = adding('src/d.ts:1 RSA_KEY secret-of-four')
    const thresholds = `new ${selector} = 1\n${selector} = 9`
    const gate = await gateChange(world, { ...compared, thresholds })
    const [fresh, all] = gate.report.thresholds as readonly { readonly observed: number }[]
    expect([fresh?.observed, all?.observed]).toEqual([1, selector.startsWith('rule') ? 2 : 3])
  })

  it.each(['gate', 'export'])('with itself adds nothing (%s)', async (operation) => {
    const gate = await gateChange(unchanged, { operation, 'compare-branch': 'feature' })
    expect(gate).toMatchObject({ exitCode: 0, counts: { total: 2, new: 0 } })
    const triggers = gate.requests.filter((each) => each.startsWith('PUT'))
    expect(triggers).toHaveLength(operation === 'gate' ? 1 : 0)
  })

  it('knows nothing of a branch that holds nothing', async () => {
    const gate = await gateChange({ branches: { [main]: [], [feature]: old } }, compared)
    expect(gate).toMatchObject({ exitCode: 1, counts: { new: 2 } })
  })

  it('is compared by places where texts are masked, and says what that cannot show', async () => {
    const [before, swapped] = ['src/a.ts:3 AWS_KEY AKIA****', 'src/a.ts:9 AWS_KEY AKIB****']
    const gate = await gateChange({ branches: { [main]: [before], [feature]: [swapped] } }, compared)
    expect(gate).toMatchObject({ exitCode: 0, counts: { total: 1, new: 0 } })
    expect(gate.report.evidence.notes).toContainEqual(expect.stringMatching(/swapped .* is not seen\.$/))
  })

  it('is compared whole, whatever the period', async () => {
    const world = { ...unchanged, scannedAt: { [main]: '2020-01-01T00:00:00Z' } }
    const gate = await gateChange(world, { ...compared, operation: 'export', 'start-date': 'P1D' })
    expect(gate).toMatchObject({ exitCode: 0, counts: { total: 2, new: 0 } })
    const exports = gate.requests.filter((each) => each.includes('export-report'))
    expect(exports[0]).toMatch(/branch=main$/)
    expect(exports[1]).toMatch(/branch=feature&startDate=/)
  })
})

describe('the compared branch', () => {
  it.each([
    ['never scanned', { ...finished(0, 'scan-1'), scanned: false }],
    ['outdated', { ...finished(2, 'scan-1'), actual: false }],
    ['being scanned', running(30)],
  ])('%s is scanned and waited for like the other', async (_, before) => {
    const gate = await gateChange({ ...unchanged, before: { [main]: before } }, compared)
    expect(gate).toMatchObject({ exitCode: 0, counts: { new: 0 } })
    expect(gate.requests.filter((each) => each.startsWith('PUT'))).toHaveLength(2)
    expect(gate.report.evidence).toMatchObject({
      targets: [{ provenBy: expect.stringContaining('after the trigger') }, { target: main, total: 2 }],
    })
  })

  it('that moves during the wait is scanned then', async () => {
    let looks = 0
    const gate = await gateChange(
      {
        ...unchanged,
        answer(path, { url }) {
          if (!path.includes('/scan/') || !url.endsWith('main')) return undefined
          looks += 1
          return looks === 2 ? json({ ...finished(2, 'scan-1'), actual: false }) : undefined
        },
      },
      compared,
    )
    expect(gate).toMatchObject({ exitCode: 0, counts: { new: 0 } })
    expect(gate.requests.filter((each) => each.startsWith('PUT'))).toEqual([
      expect.stringContaining('name=feature'),
      expect.stringContaining('name=main'),
    ])
  })

  it.each([
    ['export', {}],
    ['gate', { wait: 'false' }],
  ])('that is outdated is an error where it is not scanned (%s)', async (operation, more) => {
    const before = { [main]: { ...finished(2, 'scan-1'), actual: false } }
    const gate = await gateChange({ ...unchanged, before }, { ...compared, operation, ...more })
    expect(gate).toMatchObject({ exitCode: 4, error: { code: 'SCAN_NOT_PROVEN' }, counts: null })
    expect(gate.error?.message).toContain('SHOP/cart@main is not proven scanned and up to date')
    expect(gate.requests.filter((each) => each.includes('export-report'))).toEqual([])
  })

  it('that does not exist is an error before anything is triggered', async () => {
    const gate = await gateChange(unchanged, { 'compare-branch': 'mian' })
    expect(gate).toMatchObject({ exitCode: 4, error: { code: 'NOT_FOUND' } })
    expect(gate.requests.filter((each) => each.startsWith('PUT'))).toEqual([])
  })

  it('whose export lacks findings is an error', async () => {
    const gate = await gateChange({ ...unchanged, before: { [main]: finished(3, 'scan-1') } }, compared)
    expect(gate).toMatchObject({ exitCode: 5, error: { code: 'EXPORT_INCONSISTENT' } })
  })

  it.each([
    ['evaluate', { operation: 'evaluate', 'report-files': 'a.csv' }, 'judges no change'],
    ['scan', { operation: 'scan' }, 'judges no change'],
    ['a repository', { branch: '' }, 'One branch is compared'],
    ['several', { branch: '', project: '', repo: '', targets: 'SHOP/cart@a,SHOP/cart@b' }, 'One branch'],
  ])('is a mistake for %s', async (_, inputs, why) => {
    const gate = await gateChange(unchanged, { ...compared, ...inputs })
    expect(gate).toMatchObject({ exitCode: 2 })
    expect(gate.error?.message).toContain(why)
  })
})
