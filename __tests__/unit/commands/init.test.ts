import { describe, expect, it } from '@jest/globals'
import { pipelineOf, pipelines, starterFiles } from '../../../src/commands/init.ts'
import { runCli } from '../../fixtures/runner.ts'

describe('pipelineOf', () => {
  it.each([
    ['.github', 'github'],
    ['.gitlab-ci.yml', 'gitlab'],
    ['Jenkinsfile', 'jenkins'],
    ['bamboo-specs', 'bamboo'],
    ['azure-pipelines.yml', 'azure'],
    ['bitbucket-pipelines.yml', 'bitbucket-pipelines'],
    ['.teamcity', 'teamcity'],
    ['README.md', null],
  ])('%s shows %s', (there, place) => {
    expect(pipelineOf('terminal', (path) => path === there)).toBe(place)
  })

  it('believes the CI that runs it before any file', () => {
    expect(pipelineOf('jenkins', () => true)).toBe('jenkins')
  })
})

it('starterFiles never touches the pipeline that shows the CI', () => {
  for (const { marks, starter } of Object.values(pipelines)) expect(marks).not.toContain(starter.path)
  expect(starterFiles(null).map(({ path }) => path)).toEqual(['.soteri-gate.yml'])
})

describe('soteri-gate init', () => {
  it('writes a policy and a pipeline for the CI it finds', async () => {
    const { exitCode, stdout, files } = await runCli(['init'], {
      files: { '.gitlab-ci.yml': 'stages: []\n' },
    })
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(
        /^wrote \.soteri-gate\.yml\nwrote \.gitlab\/soteri-gate\.yml\nNext: Add "include/,
      ),
    })
    expect(String(files['workspace/.soteri-gate.yml'])).toContain('total = 0')
    expect(String(files['workspace/.gitlab/soteri-gate.yml'])).toContain('soteri-gate.env')
    expect(String(files['workspace/.gitlab-ci.yml'])).toBe('stages: []\n')
  })

  it('leaves what is there alone, and says so; --force does not', async () => {
    const files = { '.soteri-gate.yml': 'mine' }
    const left = await runCli(['init'], { files })
    expect({ code: left.exitCode, text: String(left.files['workspace/.soteri-gate.yml']) }).toEqual({
      code: 2,
      text: 'mine',
    })
    expect(left.stdout).toContain(
      '.soteri-gate.yml is there already and was left alone; --force overwrites it.',
    )
    const forced = await runCli(['init', '--force'], { files })
    expect(forced.exitCode).toBe(0)
    expect(String(forced.files['workspace/.soteri-gate.yml'])).toContain('total = 0')
  })

  it('takes no words', async () => {
    const { exitCode, stderr, files } = await runCli(['init', 'gitlab', '--frce'])
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr:
        'error: --frce: No flag has this name. Did you mean "--force"?\n' +
        'error: gitlab: init takes no words, only --force.\n',
    })
    expect(Object.keys(files)).toEqual([])
  })
})
