/** A link to the page says all that was chosen. */
import { describe, expect, it } from '@jest/globals'
import { entriesOf } from '../../../src/report/entries.ts'
import { encodeFindings } from '../../../src/report/html/findings-columns.ts'
import { findingsMarkdown } from '../../../src/report/html/findings-controls.ts'
import {
  addressOf,
  firstScene,
  nextScene,
  type Scene,
  viewOfAddress,
  viewShowing,
} from '../../../src/report/html/findings-view.ts'
import { sampleFinding } from './sample-report.ts'

const match = ['AKIA', 'REVEALED', 'TEXT'].join('')
const rows = [
  sampleFinding({ owner: 'team a&b', match }),
  sampleFinding({ branch: 'release/1', owner: 'team a&b', match }),
  sampleFinding({ repository: 'api', path: 'x|y.ts', rule: '`R` <b>', severity: 'low', line: null, match }),
]
const payload = {
  bitbucketUrl: 'https://git.example.com',
  startedAt: '2026-11-20T08:00:00.000Z',
  hasBaseline: true,
  isChange: false,
  remedies: {},
  findings: encodeFindings(entriesOf(rows), ['total'], () => [0]),
}
const scene: Scene = firstScene(payload, () => undefined)

describe('the address of the page', () => {
  it('holds search, filters, order and groups, and gives them back', () => {
    const view = {
      search: 'a b&c=d',
      filters: { owner: 0, branch: 1, limit: 0, repository: 0 },
      sort: { key: 'path', descending: true },
      group: 'owner',
      folded: true,
    } as const
    const address = addressOf(nextScene(scene, view))
    expect(address).toBe(
      'repository=SHOP%2Fweb&branch=release%2F1&owner=team%20a%26b&limit=total&search=a%20b%26c%3Dd&group=owner&folded=shown&sort=-path',
    )
    expect(viewOfAddress(address, scene)).toMatchObject(view)
  })

  it.each([
    ['', null],
    ['0123456789abcdef0123456789abcdef', null],
    ['other=1', null],
    ['rule=gone', { filters: {}, search: '' }],
    ['severity=critical&sort=nothing&group=%', { filters: { severity: 0 }, sort: null, group: null }],
  ])('%j asks for %j', (address, view) => {
    const found = viewOfAddress(address, scene)
    if (view === null) expect(found).toBeNull()
    else expect(found).toMatchObject(view)
  })

  it('of a change folds what is neither new nor over a limit, until it is asked for or searched', () => {
    const statuses = ['new', 'known', 'known', 'suppressed'] as const
    const changed = statuses.map((status, line) => sampleFinding({ status, line, path: 'src/key.ts' }))
    const limitsOf = ({ line }: { line: number | null }): number[] => (line === 1 ? [0] : [])
    const findings = encodeFindings(entriesOf(changed), ['total'], limitsOf)
    const first = firstScene({ ...payload, isChange: true, findings }, () => undefined)
    expect(first.rows).toEqual([0, 1])
    expect(nextScene(first, { folded: true }).rows).toEqual([0, 1, 2, 3])
    expect(nextScene(first, { search: 'key' }).rows).toEqual([0, 1, 2, 3])
    expect(nextScene(first, { filters: { severity: 0 } }).rows).toEqual([0, 1, 2, 3])
    expect(viewShowing(first.table, first.view, 2)).toMatchObject({ open: 2, folded: true })
    expect(firstScene({ ...payload, findings }, () => undefined).rows).toEqual([0, 1, 2, 3])
  })

  it('is empty for the first view', () => {
    expect(addressOf(scene)).toBe('')
  })
})

describe('findings as Markdown', () => {
  it('are one line each, with branches, owner and link, and never matched text', () => {
    const text = findingsMarkdown(scene, scene.rows)
    expect(text.split('\n')).toEqual([
      '* **critical** `AWS_SECRET_ACCESS_KEY` in [`SHOP/web src/config.ts:12`](<https://git.example.com/projects/SHOP/repos/web/browse/src/config.ts?at=refs/heads/main#12>) on `main`, `release/1`, owner `team a&b`',
      '* **low** `` `R` <b> `` in [`SHOP/api x\\u{007c}y.ts`](<https://git.example.com/projects/SHOP/repos/api/browse/x%7Cy.ts?at=refs/heads/main>) on `main`',
      '',
    ])
    expect(text).not.toContain(match)
  })
})
