/** Which runs each CI shows to be for a pull request from a fork, by the variables it sets. */
import { describe, expect, it } from '@jest/globals'
import { ciFormats } from '../../../src/ci/ci-formats.ts'

type Environment = Readonly<Record<string, string>>

const noFile = (): never => {
  throw new Error('no file is to be read here')
}

const pull = (head: unknown, base: unknown = { full_name: 'pay/checkout' }): string =>
  JSON.stringify({ action: 'synchronize', pull_request: { head: { repo: head }, base: { repo: base } } })
const fork = { full_name: 'somebody/checkout', fork: true }

describe('GitHub, by the payload of the event', () => {
  const recorded = { GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: 'pay/checkout', GITHUB_EVENT_PATH: '/event' }
  const proven = (event: string, payload: string | null, more: Environment = {}): boolean => {
    const environment = { ...recorded, GITHUB_EVENT_NAME: event, GITHUB_HEAD_REF: 'patch-1', ...more }
    return ciFormats.github.forkEvidence(environment, (path) => (path === '/event' ? payload : null)).proven
  }

  it.each(['pull_request', 'pull_request_review', 'pull_request_review_comment'])(
    '%s from a fork is one',
    (event) => {
      expect(proven(event, pull(fork))).toBe(true)
      // The fork was deleted.
      expect(proven(event, pull(null))).toBe(true)
      // On GitHub Enterprise Server nothing differs.
      expect(proven(event, pull(fork), { GITHUB_SERVER_URL: 'https://github.corp' })).toBe(true)
    },
  )

  it('a pull request within the repository is none, even where the repository itself is a fork', () => {
    expect(proven('pull_request', pull({ full_name: 'pay/checkout', fork: true }))).toBe(false)
  })

  it.each(['pull_request_target', 'push', 'workflow_run', 'workflow_dispatch', 'issue_comment', ''])(
    'the event "%s" is none, whatever its payload says',
    (event) => {
      expect(proven(event, pull(fork))).toBe(false)
    },
  )

  it.each<[string, string | null]>([
    ['no file', null],
    ['no JSON', '<html>'],
    ['an empty object', '{}'],
    ['null', 'null'],
    ['no base', JSON.stringify({ pull_request: { head: { repo: fork } } })],
    ['no head', JSON.stringify({ pull_request: { base: { repo: { full_name: 'pay/checkout' } } } })],
    ['a head without a name', pull({})],
    ['a head whose name is no text', pull({ full_name: 7 })],
    ['another repository as the base', pull(fork, { full_name: 'other/repository' })],
  ])('%s proves nothing', (_, payload) => {
    expect(proven('pull_request', payload)).toBe(false)
  })

  it('no path of a payload proves nothing', () => {
    expect(proven('pull_request', pull(fork), { GITHUB_EVENT_PATH: '' })).toBe(false)
  })
})

describe('other places, by their variables', () => {
  const merge = { GITLAB_CI: 'true', CI_PIPELINE_SOURCE: 'merge_request_event' }
  const pullBuild = { TF_BUILD: 'True', BUILD_REASON: 'PullRequest' }
  const change = { JENKINS_URL: 'https://jenkins.example.com/', CHANGE_ID: '7', CHANGE_BRANCH: 'patch-1' }

  it.each<[keyof typeof ciFormats, Environment, boolean]>([
    ['gitlab', { ...merge, CI_MERGE_REQUEST_PROJECT_ID: '7', CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '8' }, true],
    [
      'gitlab',
      { ...merge, CI_MERGE_REQUEST_PROJECT_ID: '7', CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '7' },
      false,
    ],
    ['gitlab', { ...merge, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '8' }, false],
    ['gitlab', { ...merge, CI_MERGE_REQUEST_PROJECT_ID: '7' }, false],
    ['gitlab', { GITLAB_CI: 'true', CI_PIPELINE_SOURCE: 'push' }, false],
    ['azure', { ...pullBuild, SYSTEM_PULLREQUEST_ISFORK: 'True' }, true],
    ['azure', { ...pullBuild, SYSTEM_PULLREQUEST_ISFORK: 'False' }, false],
    ['azure', pullBuild, false],
    // A variable of that name which somebody set for ordinary builds.
    ['azure', { TF_BUILD: 'True', BUILD_REASON: 'IndividualCI', SYSTEM_PULLREQUEST_ISFORK: 'True' }, false],
    ['jenkins', { ...change, CHANGE_FORK: 'somebody' }, true],
    ['jenkins', change, false],
    ['jenkins', { JENKINS_URL: 'https://jenkins.example.com/', CHANGE_FORK: 'somebody' }, false],
    ['bitbucket-pipelines', { BITBUCKET_PIPELINE_UUID: '{a}', BITBUCKET_PR_ID: '7' }, false],
    ['bamboo', { bamboo_buildKey: 'PAY-GATE-JOB1', bamboo_repository_pr_key: '7' }, false],
    ['teamcity', { TEAMCITY_VERSION: '2026.1' }, false],
    ['terminal', {}, false],
  ])('%s with %j: %s', (place, environment, proven) => {
    const evidence = ciFormats[place].forkEvidence(environment, noFile)
    expect(evidence.proven).toBe(proven)
    expect(evidence.shown).not.toBe('')
  })
})
