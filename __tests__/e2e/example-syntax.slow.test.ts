/** Each pipeline of `examples/` is one to its own CI, by the best parser there is; and each parser sees a broken one. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { pipelines } from '../../src/ci/init.ts'
import {
  type Check,
  checkAzure,
  checkBamboo,
  checkBitbucketPipelines,
  checkGitlab,
  checkJenkinsfile,
  checkKotlin,
  groovycPath,
} from '../fixtures/ci-syntax.ts'
import { syntaxProblems } from '../fixtures/github-syntax.ts'
import { selfHosted } from '../fixtures/self-hosted.ts'

/** `broken`: a piece of the text, and what a hasty hand makes of it. */
type Example = { readonly check: Check; readonly here: boolean; readonly broken: readonly [string, string][] }

const examples: Readonly<Record<string, Example>> = {
  'jenkins/Jenkinsfile': {
    check: checkJenkinsfile,
    here: groovycPath() !== null,
    broken: [
      ["stage('Soteri gate') {", "stage('Soteri gate' {"],
      ["variable: 'SOTERI_GATE_TOKEN'", "variable: 'SOTERI_GATE_TOKEN"],
      ['allowEmptyResults: true', 'allowEmptyResults: true,'],
    ],
  },
  'teamcity/settings.kts': {
    check: checkKotlin,
    here: true,
    broken: [
      ['steps {', 'steps ('],
      ['name = "Gate"', 'name = = "Gate"'],
      ['object SoteriGate : BuildType({', 'object SoteriGate : BuildType {('],
    ],
  },
  'gitlab/.gitlab-ci.yml': {
    check: checkGitlab,
    here: true,
    broken: [
      ['when: always', 'when: allways'],
      ['  script:', '  scrpt:'],
      ['dotenv:', 'dotnev:'],
      ['    paths:', '   paths:'],
    ],
  },
  'jenkins/Jenkinsfile.instance': {
    check: checkJenkinsfile,
    here: groovycPath() !== null,
    broken: [[`["shard \${shard.shard}": {`, `["shard \${shard.shard}: {`]],
  },
  'jenkins/Jenkinsfile.pull-request': {
    check: checkJenkinsfile,
    here: groovycPath() !== null,
    broken: [['when { not { changeRequest() } }', 'when { not { changeRequest() }']],
  },
  'bamboo/pull-request.yml': {
    check: checkBamboo,
    here: true,
    broken: [['interpreter: SHELL', 'interpreter: BASH']],
  },
  'teamcity/pull-request.kts': {
    check: checkKotlin,
    here: true,
    broken: [['provider = bitbucketServer {', 'provider = = bitbucketServer {']],
  },
  'gitlab/instance-matrix.yml': {
    check: checkGitlab,
    here: true,
    broken: [
      ['  - scan\n', '  - scans\n'],
      ['  parallel:', ' parallel:'],
    ],
  },
  'azure/azure-pipelines.yml': {
    check: checkAzure,
    here: true,
    broken: [
      ['timeoutInMinutes', 'timeoutInMinute'],
      ['displayName: Soteri gate', 'dispalyName: Soteri gate'],
      ['    steps:', '   steps:'],
    ],
  },
  'bamboo/bamboo.yml': {
    check: checkBamboo,
    here: true,
    broken: [
      ['final-tasks', 'finaltasks'],
      ['interpreter: SHELL', 'interpreter: BASH'],
      ['        - Gate\n', '        - Gate2\n'],
    ],
  },
  'bitbucket-pipelines/bitbucket-pipelines.yml': {
    check: checkBitbucketPipelines,
    here: true,
    broken: [
      ['after-script', 'afterscript'],
      ['      - step:', '      - steps:'],
      ['max-time: 90', 'max-time: 90m'],
    ],
  },
}

/** A text that cannot even be read is as wrong as one that says something wrong. */
async function problemsOf(check: Check, text: string): Promise<readonly string[]> {
  try {
    return await check(text)
  } catch (caught) {
    return [String(caught)]
  }
}

it('there is a parser for every pipeline that init can write', () => {
  const named = Object.values(pipelines).map(({ starter }) => starter.example)
  // Workflows of GitHub: see action-yml.test.ts.
  expect(Object.keys(examples)).toEqual(
    expect.arrayContaining(named.filter((path) => !path.startsWith('workflows/'))),
  )
})

for (const [path, { check, here, broken }] of Object.entries(examples)) {
  const describeHere = here ? describe : describe.skip
  describeHere(path, () => {
    const text = readFileSync(join('examples', path), 'utf8')

    it('is right', async () => {
      expect(await check(text)).toEqual([])
    }, 60_000)

    const own = selfHosted(path, text)
    if (own !== null) {
      it('is right on runners of your own', async () => {
        expect(own).not.toBe(text)
        expect(await check(own)).toEqual([])
      }, 60_000)
    }

    it.each(broken)(
      'would be wrong with %j as %j',
      async (right, wrong) => {
        expect(text).toContain(right)
        expect(await problemsOf(check, text.replace(right, wrong))).not.toEqual([])
      },
      60_000,
    )
  })
}

describe('docs/ci.md keeps the trend', () => {
  const [, part = ''] =
    /^## Keeping the trend\n([\s\S]*?)^## /m.exec(readFileSync('docs/ci.md', 'utf8')) ?? []
  const [github = '', gitlab = '', jenkins = ''] = [...part.matchAll(/^```\w+\n([\s\S]*?)^```$/gm)].map(
    ([, text = '']) => text,
  )

  it('on GitHub', () => {
    const head = 'on: push\npermissions: {}\njobs:\n  gate:\n    runs-on: ubuntu-latest\n    steps:\n'
    const text = head + github.replaceAll(/^/gm, '      ').trimEnd()
    const actionText = readFileSync('action.yml', 'utf8')
    expect(syntaxProblems([{ path: 'ci.md', text, actionText }])).toEqual([[]])
  }, 60_000)

  it('on GitLab', async () => {
    expect(gitlab).toContain('SOTERI_GATE_HISTORY_FILE: ')
    expect(await checkGitlab(`${gitlab.trimEnd()}\n  script: [soteri-gate gate]\n`)).toEqual([])
  }, 60_000)

  const itWithGroovy = groovycPath() === null ? it.skip : it
  itWithGroovy(
    'on Jenkins',
    async () => {
      expect(jenkins).toContain('--history-file ')
      expect(await checkJenkinsfile(jenkins)).toEqual([])
    },
    60_000,
  )
})
