/** Faults of single repositories: empty ones, ones without a default branch, ones whose status cannot be read. */
import { BitbucketError, empty, errorReply, noSuchRepository, type Reply } from '../reply.ts'
import { answered, asks, changedJson, type Fields } from './rules.ts'
import type { FaultRule, FaultScenario, FaultScene } from './scenario.ts'

const heals = { heals: true } as const
const notProven = { verdict: 'error', exitCode: 4 } as const

const serverError = (): Reply =>
  errorReply(new BitbucketError(500, 'InternalServerException', 'An error occurred while scanning.'))
const noStatus = ({ first }: FaultScene): Reply => errorReply(noSuchRepository(first.project, first.slug))

const noDefault = ({ first }: FaultScene): Reply =>
  errorReply(
    new BitbucketError(
      404,
      'repository.NoDefaultBranchException',
      `Repository "${first.slug}" has no default branch.`,
    ),
  )
const hasBranch = asks(/[?&]branch=/)
const notDefault = (branch: Fields): Fields => ({ ...branch, isDefault: false })

const emptyList = (page: Fields): Fields => ({
  ...page,
  ...{ size: 0, values: [], isLastPage: true, nextPageStart: null },
})

/** The first repository has no branches, no findings and this status. */
function emptyRepository(status: (scene: FaultScene) => Reply): readonly FaultRule[] {
  return [
    { on: 'status', onlyFirstRepository: true, does: { kind: 'answer', reply: status } },
    { ...changedJson('branches', emptyList), onlyFirstRepository: true },
    { on: 'export', does: { kind: 'change', change: withoutFirstRepository } },
  ]
}

/** The family "odd repositories" of docs/sandbox.md. */
export const repositoryFaults: readonly FaultScenario[] = [
  {
    name: 'scan-404-one-repository',
    description: 'The status of one repository, which has branches, is answered 404 for ever.',
    expected: notProven,
    scope: 'project',
    gate: { timeout: '3s' },
    rules: [{ on: 'status', onlyFirstRepository: true, does: { kind: 'answer', reply: noStatus } }],
  },
  {
    name: 'empty-repository',
    description: 'One repository of the project is empty: no branches, no findings, status 404.',
    expected: heals,
    scope: 'project',
    rules: emptyRepository(noStatus),
  },
  {
    name: 'scan-500-one-repository',
    description: 'The status of one repository is answered 500 for ever.',
    expected: notProven,
    scope: 'project',
    gate: { timeout: '3s' },
    rules: [{ on: 'status', onlyFirstRepository: true, does: { kind: 'answer', reply: serverError } }],
  },
  {
    name: 'empty-repository-204',
    description: 'One repository of the project is empty, and its status is answered 204 for ever.',
    expected: heals,
    scope: 'project',
    rules: emptyRepository(() => empty(204)),
  },
  {
    name: 'empty-repository-500',
    description: 'One repository of the project is empty, and its status is answered 500 for ever.',
    expected: heals,
    scope: 'project',
    rules: emptyRepository(serverError),
  },
  {
    name: 'default-branch-missing',
    description:
      'The default branch does not exist: the status without a branch is 404, those of the branches are not.',
    expected: heals,
    scope: 'repo',
    rules: [
      { ...answered('status', noStatus), only: (request) => !hasBranch(request) },
      { ...answered('branches', noDefault), only: asks(/default/) },
      changedJson('branches', ({ values, ...page }) => ({
        ...page,
        values: (values as Fields[]).map(notDefault),
      })),
    ],
  },
]

/** Leaves out the rows of the first repository; for a CSV whose first columns are project and repository. */
function withoutFirstRepository(reply: Reply, { first }: FaultScene): Reply {
  const lines = reply.body.toString('utf8').split('\r\n')
  const kept = lines.filter((line) => !line.startsWith(`${first.project},${first.slug},`))
  return { ...reply, body: Buffer.from(kept.join('\r\n')) }
}
