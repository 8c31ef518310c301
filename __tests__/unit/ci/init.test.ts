import { describe, expect, it } from '@jest/globals'
import { pipelines, pipelinesOf } from '../../../src/ci/init.ts'

describe('pipelinesOf', () => {
  it.each([
    ['.github', ['github']],
    ['.gitlab-ci.yml', ['gitlab']],
    ['Jenkinsfile', ['jenkins']],
    ['bamboo-specs', ['bamboo']],
    ['azure-pipelines.yml', ['azure']],
    ['bitbucket-pipelines.yml', ['bitbucket-pipelines']],
    ['.teamcity', ['teamcity']],
    ['README.md', []],
  ])('%s shows %j', (there, places) => {
    expect(pipelinesOf('terminal', (path) => path === there)).toEqual(places)
  })

  it('believes the CI that runs it before any file', () => {
    const all = pipelinesOf('jenkins', () => true)
    expect(all[0]).toBe('jenkins')
    expect([...all].sort()).toEqual(Object.keys(pipelines).sort())
  })
})

it('a starter never touches the pipeline that shows the CI', () => {
  for (const { marks, starter } of Object.values(pipelines)) expect(marks).not.toContain(starter.path)
})
