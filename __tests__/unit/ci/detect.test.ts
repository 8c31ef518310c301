import { describe, expect, it } from '@jest/globals'
import { detectCi } from '../../../src/ci/ci-formats.ts'

describe('detectCi', () => {
  it.each([
    [{}, 'terminal'],
    [{ CI: 'true' }, 'terminal'],
    [{ GITHUB_ACTIONS: 'true', CI: 'true' }, 'github'],
    [{ GITHUB_ACTIONS: 'false' }, 'terminal'],
    [{ GITHUB_ACTIONS: '' }, 'terminal'],
    [{ GITLAB_CI: 'true' }, 'gitlab'],
    [{ JENKINS_URL: 'https://jenkins/' }, 'jenkins'],
    [{ bamboo_buildKey: 'PROJ-PLAN-JOB1' }, 'bamboo'],
    [{ BITBUCKET_PIPELINE_UUID: '{a}' }, 'bitbucket-pipelines'],
    [{ TF_BUILD: 'True' }, 'azure'],
    [{ TEAMCITY_VERSION: '2026.1' }, 'teamcity'],
    [{ JENKINS_URL: 'https://jenkins/', GITLAB_CI: 'true' }, 'gitlab'],
  ])('%j is %s', (environment, place) => {
    expect(detectCi(environment)).toBe(place)
  })
})
