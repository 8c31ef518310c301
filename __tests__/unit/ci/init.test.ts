import { describe, expect, it } from '@jest/globals'
import { pipelines, pipelinesOf, starterFiles } from '../../../src/ci/init.ts'
import { runCli } from '../../fixtures/runner.ts'

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
        /^wrote \.soteri-gate\.yml\nwrote \.gitlab\/soteri-gate\.yml\n\.gitlab\/soteri-gate\.yml:8: replace [\s\S]*\nThen: Add "include/,
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

  it('writes for the CI that is named, and names others that the folder shows', async () => {
    const files = { Jenkinsfile: '', '.github/CODEOWNERS': '' }
    const found = await runCli(['init'], { files })
    expect(Object.keys(found.files)).toContain('workspace/.github/workflows/soteri-gate.yml')
    expect(found.stdout).toContain('This folder shows jenkins too: soteri-gate init jenkins\n')
    const named = await runCli(['init', 'jenkins'], { files })
    expect(Object.keys(named.files)).toContain('workspace/soteri-gate.Jenkinsfile')
    expect(Object.keys(named.files)).not.toContain('workspace/.github/workflows/soteri-gate.yml')
  })

  it('names those it knows where it finds none', async () => {
    const { exitCode, stdout, files } = await runCli(['init'])
    expect(exitCode).toBe(0)
    expect(stdout).toContain(
      'Name it: soteri-gate init github|gitlab|jenkins|bamboo|azure|bitbucket-pipelines|teamcity\n',
    )
    expect(Object.keys(files)).toEqual(['workspace/.soteri-gate.yml'])
  })

  it('takes no other words', async () => {
    const { exitCode, stderr, files } = await runCli(['init', 'gitlb', '--frce'])
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr:
        'error: --frce: No flag has this name. Did you mean "--force"?\n' +
        'error: init: Takes the name of one CI, or none: github, gitlab, jenkins, bamboo, azure, bitbucket-pipelines, teamcity.\n',
    })
    expect(Object.keys(files)).toEqual([])
  })
})
