/** Faults of paged lists: pages that end too early, never end, or leave out entries. */
import { changedJson, type Fields } from './rules.ts'
import type { FaultRule, FaultScenario, FaultScene, Resource } from './scenario.ts'

const heals = { heals: true } as const
const unreadable = { verdict: 'error', exitCode: 4 } as const

type Page = Fields & { readonly values: readonly unknown[] }

const page = (on: Resource, change: (page: Page, scene: FaultScene) => Record<string, unknown>): FaultRule =>
  changedJson(on, (body, scene) => (isPage(body) ? change(body, scene) : body))

function isPage(body: Fields): body is Page {
  return Array.isArray(body.values)
}

function startOf({ path }: FaultScene): number {
  return Number(new URLSearchParams(path.split('?')[1]).get('start') ?? 0)
}

/** The family "paging" of docs/sandbox.md. */
export const pagingFaults: readonly FaultScenario[] = [
  {
    name: 'page-endless',
    description: 'The list of branches never ends: the same page again and again with a growing start.',
    expected: unreadable,
    scope: 'repo',
    gate: { timeout: '4s', 'max-requests-per-second': '1000' },
    rules: [
      page('branches', (body, scene) => ({
        ...body,
        isLastPage: false,
        nextPageStart: startOf(scene) + Math.max(1, body.values.length),
        values: body.values.length > 0 ? body.values : [{ displayId: 'main', id: 'refs/heads/main' }],
      })),
    ],
  },
  {
    name: 'page-loop',
    description: 'The next page of branches is always the first one.',
    expected: unreadable,
    scope: 'repo',
    gate: { timeout: '4s' },
    rules: [page('branches', (body) => ({ ...body, isLastPage: false, nextPageStart: 0 }))],
  },
  {
    name: 'page-without-next',
    description: 'A page of branches says that it is not the last, but not where the next one starts.',
    expected: unreadable,
    scope: 'repo',
    rules: [page('branches', (body) => ({ ...body, isLastPage: false, nextPageStart: null }))],
  },
  {
    name: 'page-without-values',
    description: 'Pages of branches have no values.',
    expected: unreadable,
    scope: 'repo',
    rules: [page('branches', ({ size, limit, start }) => ({ size, limit, start, isLastPage: true }))],
  },
  {
    name: 'page-values-of-another-shape',
    description: 'Pages of branches hold texts instead of branches.',
    expected: unreadable,
    scope: 'repo',
    rules: [page('branches', (body) => ({ ...body, values: body.values.map(() => 'main') }))],
  },
  {
    name: 'page-limit-lowered',
    description: 'The server gives one branch a page, whatever was asked for.',
    expected: heals,
    scope: 'repo',
    gate: { timeout: '30s' },
    rules: [
      page('branches', (body, scene) => {
        const start = startOf(scene)
        const values = body.values.slice(0, 1)
        const isLastPage = body.values.length <= 1 && body.isLastPage === true
        return {
          ...body,
          size: values.length,
          limit: 1,
          values,
          isLastPage,
          nextPageStart: isLastPage ? null : start + 1,
        }
      }),
    ],
  },
  {
    name: 'page-repeats-values',
    description: 'Pages of branches hold every branch twice.',
    expected: heals,
    scope: 'repo',
    rules: [
      page('branches', (body) => ({
        ...body,
        size: body.values.length * 2,
        values: [...body.values, ...body.values],
      })),
    ],
  },
  {
    name: 'page-hides-branches',
    description: 'The list of branches leaves one out, but counts it in `size`.',
    expected: unreadable,
    scope: 'repo',
    rules: [page('branches', (body) => ({ ...body, values: body.values.slice(1) }))],
  },
  {
    name: 'page-shifts-once',
    description: 'The first list of branches leaves one out, as when another is deleted between two pages.',
    expected: { heals: true },
    scope: 'repo',
    rules: [
      {
        ...page('branches', (body) => ({
          ...body,
          size: body.values.length - 1,
          values: body.values.slice(1),
        })),
        times: 1,
      },
    ],
  },
  {
    name: 'page-hides-repository',
    description:
      'The list of repositories leaves one out whose findings are in the export: they count, and it is noted.',
    expected: { heals: true },
    scope: 'project',
    rules: [
      page('repositories', (body) => ({
        ...body,
        size: body.values.length - 1,
        values: body.values.slice(1),
      })),
    ],
  },
]
