/** What the compared branch has mended is on the branch only, and is no fault of it. */
import { describe, expect, it } from '@jest/globals'
import { type ChangeWorld, commitOf, gateChange, page, pullRequest } from '../fixtures/change-world.ts'
import { json, type Reply } from '../fixtures/scripted-server.ts'

const [main, feature, fork] = ['SHOP/cart@main', 'SHOP/cart@feature', '~jane/cart@feature']
const shared = 'c'.repeat(40)
const kept = 'src/a.ts:3 AWS_CLIENT_ID secret-of-one-01'
const mended = 'src/b.ts:9 RSA_KEY secret-of-two-02'
const fresh = 'src/c.ts:1 AWS_CLIENT_ID secret-of-three'
const world: ChangeWorld = {
  branches: { [main]: [kept], [feature]: [kept, mended] },
  pulls: { 'SHOP/cart#7': pullRequest() },
  blame: { 'src/b.ts:9': shared },
}
const asked = { 'pull-request': '7' }
const own = (...places: string[]): ChangeWorld['branches'] => ({ [main]: [kept], [feature]: places })
const blamed =
  (reply: Reply): ChangeWorld['answer'] =>
  (path) =>
    path.includes('/browse/') ? reply : undefined
const UNSEEN = 'Whether SHOP/cart@main has mended some of the new findings could not be seen'

describe('a finding that the target has mended', () => {
  it('is behind, and not new', async () => {
    const gate = await gateChange(world, asked)
    expect(gate).toMatchObject({ exitCode: 0, counts: { total: 2, new: 0, behind: 1, moved: 0 } })
    expect(gate.report.evidence.notes).toEqual([
      expect.stringContaining(
        '1 finding is already removed on main, and not counted as new: update your branch. The secret is still',
      ),
    ])
    const looked = gate.requests.filter((each) => /compare|browse/.test(each))
    expect(looked).toEqual([
      `GET api/latest/projects/SHOP/repos/cart/compare/commits?from=${commitOf('feature')}&to=${commitOf('main')}&limit=500&start=0`,
      `GET api/latest/projects/SHOP/repos/cart/browse/src/b.ts?at=${commitOf('feature')}&blame=true&noContent=true`,
    ])
  })

  it('is seen with compare-branch too', async () => {
    expect(await gateChange(world, { 'compare-branch': 'main' })).toMatchObject({
      exitCode: 0,
      counts: { behind: 1 },
    })
  })

  it('does not hide what the change adds', async () => {
    const gate = await gateChange({ ...world, branches: own(kept, mended, fresh) }, asked)
    expect(gate).toMatchObject({ exitCode: 1, counts: { total: 3, new: 1, behind: 1 } })
  })

  it('in a fork is looked up across repositories', async () => {
    const repository = { slug: 'cart', project: { key: '~jane' } }
    const fromRef = { id: 'refs/heads/feature', latestCommit: commitOf('feature'), repository }
    const gate = await gateChange(
      {
        ...world,
        branches: { [main]: [kept], [fork]: [kept, mended] },
        pulls: { 'SHOP/cart#7': pullRequest({ fromRef }) },
      },
      asked,
    )
    expect(gate).toMatchObject({ exitCode: 0, counts: { behind: 1 } })
    expect(gate.requests.find((each) => each.includes('compare'))).toContain('fromRepo=~jane%2Fcart')
    expect(gate.requests.find((each) => each.includes('browse'))).toContain('/~jane/repos/cart/browse/')
  })

  it('is new again where the change brings it back', async () => {
    const gate = await gateChange({ ...world, blame: { 'src/b.ts:9': commitOf('feature') } }, asked)
    expect(gate).toMatchObject({ exitCode: 1, counts: { new: 1, behind: 0 } })
  })

  it('hides no copy of it that the change adds, whichever line is taken for the new one', async () => {
    const twice = [kept, 'src/a.ts:12 AWS_CLIENT_ID secret-of-one-01']
    for (const line of [3, 12]) {
      const gate = await gateChange(
        { branches: own(...twice), pulls: world.pulls ?? {}, blame: { [`src/a.ts:${line}`]: shared } },
        asked,
      )
      expect(gate).toMatchObject({ exitCode: 1, counts: { new: 1, behind: 0 } })
    }
    const both = { 'src/a.ts:3': shared, 'src/a.ts:12': shared }
    const gate = await gateChange({ ...world, branches: own(...twice), blame: both }, asked)
    expect(gate).toMatchObject({ exitCode: 0, counts: { new: 0, behind: 1 } })
  })

  it('of a masked text is seen by its line', async () => {
    const masked = [main, feature].map((branch) => [
      branch,
      branch === main ? [] : ['src/b.ts:9 RSA_KEY ****'],
    ])
    const gate = await gateChange({ ...world, branches: Object.fromEntries(masked) }, asked)
    expect(gate).toMatchObject({ exitCode: 0, counts: { behind: 1 } })
  })
})

describe('in doubt it is new:', () => {
  const line = { commitHash: shared, lineNumber: 9, spannedLines: 1 }
  it.each<[string, Partial<ChangeWorld>]>([
    ['no blame', { answer: blamed(json({}, 404)) }],
    ['no right', { answer: blamed(json({}, 403)) }],
    ['an empty blame', { answer: blamed(json([])) }],
    ['another line', { answer: blamed(json([{ ...line, lineNumber: 10 }])) }],
    ['two commits for one line', { answer: blamed(json([line, { ...line, commitHash: 'd'.repeat(40) }])) }],
    ['a commit that is none', { answer: blamed(json([{ ...line, commitHash: 'abc' }])) }],
    [
      'an unknown line',
      { branches: own(kept, 'src/b.ts:0 RSA_KEY secret-of-two-02'), blame: { 'src/b.ts:1': shared } },
    ],
    ['a page of HTML', { answer: blamed({ body: '<!doctype html><html></html>' }) }],
  ])('%s', async (_, more) => {
    expect(await gateChange({ ...world, ...more }, asked)).toMatchObject({
      exitCode: 1,
      counts: { behind: 0 },
    })
  })

  it.each<[string, Reply]>([
    ['that is cut', json({ values: [{ id: commitOf('feature') }], size: 1, isLastPage: false })],
    ['that is empty', page([])],
    ['without the head', page([{ id: 'd'.repeat(40) }])],
    ['of something else', page([{ name: 'x' }])],
    ['that is refused', json({}, 403)],
  ])('a list of commits %s', async (_, reply) => {
    const answer: ChangeWorld['answer'] = (path) => (path.endsWith('/compare/commits') ? reply : undefined)
    const gate = await gateChange({ ...world, answer }, asked)
    expect(gate).toMatchObject({ exitCode: 1, counts: { new: 1, behind: 0 } })
    expect(gate.report.evidence.notes.join('\n')).toContain(UNSEEN)
  })

  it('a head that moved', async () => {
    let lists = 0
    const answer: ChangeWorld['answer'] = (path, { method }) => {
      if (!path.endsWith('/branches') || method !== 'GET') return undefined
      lists += 1
      return page(
        ['main', 'feature'].map((displayId) => {
          return { displayId, latestCommit: commitOf(lists > 3 ? `${displayId} moved` : displayId) }
        }),
      )
    }
    const gate = await gateChange({ ...world, answer }, { 'compare-branch': 'main' })
    expect(gate).toMatchObject({ exitCode: 1, counts: { new: 1, behind: 0 } })
  })
})

describe('shapes of blame', () => {
  const lines = [{ commitId: shared, lineNumber: 5, spannedLines: 6 }]
  const canary = ['canary', 'of', 'a', 'line'].join('-')
  it.each<[string, ChangeWorld['answer']]>([
    ['an object', blamed(json({ blame: lines }))],
    [
      'with content alone',
      (path, { url }) => {
        if (!path.includes('/browse/')) return undefined
        const content = { lines: [{ text: canary }], isLastPage: true }
        return json(url.includes('noContent') ? content : { ...content, blame: lines })
      },
    ],
    [
      'refused without content',
      (path, { url }) => {
        if (!path.includes('/browse/')) return undefined
        return url.includes('noContent') ? json({}, 400) : json({ lines: [{ text: canary }], blame: lines })
      },
    ],
  ])('%s', async (_, answer) => {
    const gate = await gateChange({ ...world, answer }, { ...asked, 'log-level': 'debug' })
    expect(gate).toMatchObject({ exitCode: 0, counts: { behind: 1 } })
    expect(JSON.stringify([gate.lines, gate.report, gate.rows])).not.toContain(canary)
  })
})
