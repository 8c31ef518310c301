/** Faults of a gate on a pull request: what it compares with, what moves meanwhile, and what it posts. */
import { BitbucketError, errorReply, notPermitted, type Reply } from '../reply.ts'
import { answered, asks, changedJson, type Fields } from './rules.ts'
import type { FaultRule, FaultScenario } from './scenario.ts'

const heals = { heals: true } as const
const refused = { verdict: 'error', exitCode: 3 } as const
const notProven = { verdict: 'error', exitCode: 4 } as const
const failsForSafety = { verdict: 'fail', exitCode: 1 } as const

/** The pull request whose branch still has what its target removed. */
const outdated = { 'pull-request': '43', blame: '5' }
const fromFork = { 'pull-request': '44' }

/** Status requests about the target, which is main. */
const ofTarget = asks(/[?&]branch=(refs\/heads\/)?main(&|$)/)

const serverError = (): Reply =>
  errorReply(new BitbucketError(500, 'InternalServerException', 'An error occurred.'))
const missingRight = (): Reply => errorReply(notPermitted())
const noPullRequest = (): Reply =>
  errorReply(
    new BitbucketError(404, 'pull.NoSuchPullRequestException', 'No pull request exists with this ID.'),
  )
const noComment = (): Reply =>
  errorReply(new BitbucketError(404, 'comment.NoSuchCommentException', 'The comment does not exist.'))
const hasReplies = (): Reply =>
  errorReply(
    new BitbucketError(
      409,
      'comment.CommentDeletionException',
      'The comment cannot be deleted: it has replies.',
    ),
  )

/** Every comment in a list of activities gets a reply. */
function withReplies({ values, ...page }: Fields): unknown {
  const reply = {
    id: 9001,
    version: 0,
    text: 'Why is this one a secret?',
    author: { name: 'ada' },
    comments: [],
  }
  const activities = (values as Fields[]).map((each) =>
    each.comment === undefined
      ? each
      : { ...each, comment: { ...(each.comment as Fields), comments: [reply] } },
  )
  return { ...page, values: activities }
}

const scenario = (
  name: string,
  description: string,
  expected: FaultScenario['expected'],
  rules: readonly FaultRule[],
  more: Partial<FaultScenario> = {},
): FaultScenario => ({ name, description, expected, scope: 'pull-request', rules, ...more })

/** The family "pull requests" of docs/sandbox.md. */
export const pullRequestFaults: readonly FaultScenario[] = [
  scenario(
    'target-never-scanned',
    'The branch that a pull request goes to is never scanned, whatever is triggered.',
    notProven,
    [
      changedJson(
        'status',
        (body) => ({ ...body, scanKey: '', scanned: false, actual: false, progress: 0, total: 0 }),
        { only: ofTarget },
      ),
    ],
    { gate: { timeout: '4s' } },
  ),
  scenario(
    'target-outdated',
    'The result of the branch that a pull request goes to is never up to date.',
    notProven,
    [changedJson('status', (body) => ({ ...body, actual: false }), { only: ofTarget })],
    { gate: { timeout: '4s' } },
  ),
  scenario(
    'target-outdated-at-first',
    'The result of the branch that a pull request goes to is outdated for a few polls.',
    heals,
    [changedJson('status', (body) => ({ ...body, actual: false }), { only: ofTarget, times: 4 })],
  ),
  scenario(
    'push-during-run',
    'A commit with a secret is pushed to the source branch while its export is read.',
    notProven,
    [{ on: 'export', times: 1, does: { kind: 'branch-event' } }],
    { branchEvent: { branch: 'feature/refunds', event: 'pushed' } },
  ),
  scenario(
    'pull-request-vanishes',
    'The pull request and its branch are deleted after the export.',
    notProven,
    [
      { ...answered('pull-request', noPullRequest), after: 1 },
      { on: 'export', after: 1, times: 1, does: { kind: 'branch-event' } },
    ],
    { branchEvent: { branch: 'feature/refunds', event: 'deleted' } },
  ),
  scenario(
    'fork-without-rights',
    'The pull request comes from a fork that the user may not read.',
    refused,
    [{ ...answered('any', missingRight), only: asks(/~ada/) }],
    { gate: fromFork },
  ),
  scenario('changes-cut', 'The list of changes of the pull request is cut, and says so.', heals, [
    changedJson('changes', (body) => ({ ...body, size: 0, values: [], isLastPage: false })),
  ]),
  scenario('target-policy-500', 'The policy file of the target cannot be read: 500.', notProven, [
    answered('raw', serverError),
  ]),
  scenario(
    'blame-object',
    'Blame comes as an object around the list.',
    heals,
    [changedJson('blame', (body) => ({ blame: body }))],
    { gate: { blame: '5' } },
  ),
  scenario(
    'blame-with-content',
    'Blame comes with the lines of the file, secrets included.',
    heals,
    [
      changedJson('blame', (body) => ({
        lines: [{ text: 'checkout.password=blame' }],
        start: 0,
        size: 1,
        isLastPage: true,
        blame: body,
      })),
    ],
    { gate: { blame: '5' } },
  ),
  scenario(
    'blame-500',
    'Blame is answered 500, and the target has removed a finding: it counts as new.',
    failsForSafety,
    [answered('blame', serverError)],
    { gate: outdated },
  ),
  scenario(
    'compare-500',
    'Comparing is answered 500, and the target has removed a finding: it counts as new.',
    failsForSafety,
    [answered('compare', serverError)],
    { gate: outdated },
  ),
  scenario(
    'comment-with-replies',
    'The comment of the last gate has a reply, so that it cannot be deleted.',
    heals,
    [changedJson('activities', withReplies), answered('comment-delete', hasReplies)],
    { gate: { 'pull-request-comment': 'always' }, before: {} },
  ),
  scenario(
    'comment-deleted-meanwhile',
    'The comment of the last gate is deleted between the look at it and the edit.',
    heals,
    [answered('comment-edit', noComment, 1)],
    { gate: { 'pull-request-comment': 'always' }, before: {} },
  ),
  scenario(
    'report-of-another-user',
    'Another user made the Code Insights report, so that it cannot be replaced.',
    heals,
    [{ ...answered('insights', missingRight), only: asks(/\/reports\/[^/]+$/) }],
    { gate: { 'code-insights': 'true' } },
  ),
  scenario(
    'two-pull-requests-of-one-commit',
    'Another pull request of the same commit was gated before, and passed.',
    heals,
    [],
    { gate: { 'code-insights': 'true', 'build-status': 'true' }, before: { 'pull-request': '45' } },
  ),
]
