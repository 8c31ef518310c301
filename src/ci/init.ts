/** `init`: writes a policy and a pipeline for a CI, from the examples that ship with the project. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { getAsset, isSea } from 'node:sea'
import { toolVersion } from '../version.ts'
import type { Ci } from './ci-formats.ts'

type PipelineCi = Exclude<Ci, 'terminal'>

type StarterFile = { readonly path: string; readonly example: string }

type Pipeline = {
  /** Files or folders that show that a project is built there, the surest first. */
  readonly marks: readonly string[]
  /** Its own file where the project has one pipeline file already and it must not be touched. */
  readonly starter: StarterFile
  readonly next: string
}

export const pipelines: Readonly<Record<PipelineCi, Pipeline>> = {
  github: {
    marks: ['.github'],
    starter: { path: '.github/workflows/soteri-gate.yml', example: 'workflows/release-gate.yml' },
    next: 'Add the secret BITBUCKET_TOKEN and the variable BITBUCKET_URL (the address of your Bitbucket) to the repository.',
  },
  gitlab: {
    marks: ['.gitlab-ci.yml', '.gitlab'],
    starter: { path: '.gitlab/soteri-gate.yml', example: 'gitlab/.gitlab-ci.yml' },
    next: 'Add "include: {local: .gitlab/soteri-gate.yml}" to .gitlab-ci.yml and the masked variable SOTERI_GATE_TOKEN.',
  },
  jenkins: {
    marks: ['Jenkinsfile'],
    starter: { path: 'soteri-gate.Jenkinsfile', example: 'jenkins/Jenkinsfile' },
    next: 'Make a pipeline job of this file, or copy its stage, and add the credential bitbucket-token.',
  },
  bamboo: {
    marks: ['bamboo-specs'],
    starter: { path: 'bamboo-specs/soteri-gate.yml', example: 'bamboo/bamboo.yml' },
    next: 'Name this file in the plan (or copy its job) and add the plan variable bitbucketTokenSecret.',
  },
  azure: {
    marks: ['azure-pipelines.yml', '.azure-pipelines'],
    starter: { path: 'soteri-gate.azure-pipelines.yml', example: 'azure/azure-pipelines.yml' },
    next: 'Make a pipeline of this file and add the secret variable bitbucketToken.',
  },
  'bitbucket-pipelines': {
    marks: ['bitbucket-pipelines.yml'],
    starter: {
      path: 'soteri-gate.bitbucket-pipelines.yml',
      example: 'bitbucket-pipelines/bitbucket-pipelines.yml',
    },
    next: 'Copy its step to bitbucket-pipelines.yml and add the secured variable SOTERI_GATE_TOKEN.',
  },
  teamcity: {
    marks: ['.teamcity'],
    starter: { path: 'soteri-gate.settings.kts', example: 'teamcity/settings.kts' },
    next: 'Copy its build type to .teamcity/settings.kts and add the password parameter env.SOTERI_GATE_TOKEN.',
  },
}

const policyStarter: StarterFile = { path: '.soteri-gate.yml', example: 'policy/.soteri-gate.yml' }

export const pipelineCis = Object.keys(pipelines) as readonly PipelineCi[]

export function isPipelineCi(name: string): name is PipelineCi {
  return pipelineCis.some((known) => known === name)
}

/** The CI that runs this, then those whose files are there. @param exists takes paths from the project's folder */
export function pipelinesOf(ci: Ci, exists: (path: string) => boolean): readonly PipelineCi[] {
  const shown = pipelineCis.filter((name) => name !== ci && pipelines[name].marks.some(exists))
  return ci === 'terminal' ? shown : [ci, ...shown]
}

type Blank = {
  readonly input: string
  /** The text around it, which stays, in the first group. */
  readonly pattern: RegExp
  readonly what: string
}

const assignment = (name: string): string =>
  `(?:--${name} |\\b${name}: |SOTERI_GATE_${name.toUpperCase()}(?:: | = '|=|", "))`

const blanks: readonly Blank[] = [
  {
    input: 'bitbucket-url',
    pattern: /()https:\/\/bitbucket\.example\.com/,
    what: 'replace https://bitbucket.example.com by the address of your Bitbucket',
  },
  {
    input: 'project',
    pattern: new RegExp(`(${assignment('project')})PAY\\b`),
    what: 'replace PAY by the key of your project',
  },
  {
    input: 'repo',
    pattern: new RegExp(`(${assignment('repo')})checkout\\b`),
    what: 'replace checkout by the slug of your repository',
  },
  {
    input: '',
    pattern: /(@)0{40}/,
    what: `replace the zeros by the commit of this release: git ls-remote https://github.com/soteri-gate/soteri-gate v${toolVersion}`,
  },
]

/** An example with its blanks filled in where `given` has an input, and what is left: a line for each. */
function filledIn(text: string, path: string, given: ReadonlyMap<string, string>) {
  const lines = text.replaceAll(/(soteri-gate[@:]|# v)1\.0\.0\b/g, `$1${toolVersion}`).split('\n')
  const left: string[] = []
  for (const { input, pattern, what } of blanks) {
    const value = given.get(input)
    lines.forEach((line, at) => {
      if (!pattern.test(line) || /^\s*(#|\/\/)/.test(line)) return
      if (value !== undefined) lines[at] = line.replace(pattern, (_, before: string) => before + value)
      else left.push(`${path}:${at + 1}: ${what}`)
    })
  }
  return { text: lines.join('\n'), left }
}

type InitOptions = {
  readonly named: PipelineCi | null
  readonly force: boolean
  readonly given: ReadonlyMap<string, string>
}

/** Writes what is not there yet; with `force`, everything. Gives lines for people, and whether that was everything. */
export function writeStarters(folder: string, running: Ci, { named, force, given }: InitOptions) {
  const found = pipelinesOf(running, (path) => existsSync(join(folder, path)))
  const [ci = null, ...others] = named === null ? found : [named]
  const lines: string[] = []
  const toDo: string[] = []
  let complete = true
  const starters = ci === null ? [policyStarter] : [policyStarter, pipelines[ci].starter]
  for (const { path, example } of starters) {
    const target = join(folder, path)
    if (existsSync(target) && !force) {
      lines.push(`${path} is there already and was left alone; --force overwrites it.`)
      complete = false
      continue
    }
    mkdirSync(dirname(target), { recursive: true })
    const { text, left } = filledIn(shippedText(`examples/${example}`), path, given)
    writeFileSync(target, text)
    lines.push(`wrote ${path}`)
    toDo.push(...left)
  }
  return { lines: [...lines, ...toDo, ...nextLines(ci, others)], complete }
}

function nextLines(ci: PipelineCi | null, others: readonly PipelineCi[]): readonly string[] {
  const last = 'See in words what the policy means: soteri-gate explain'
  if (ci === null) {
    return [`No CI was found in this folder. Name it: soteri-gate init ${pipelineCis.join('|')}`, last]
  }
  const also = others.map((name) => `This folder shows ${name} too: soteri-gate init ${name}`)
  return [`Then: ${pipelines[ci].next}`, ...also, last]
}

/** A file of the project's folder: inside the executable, or beside `src/` in the project and `lib/` in the package. */
export function shippedText(path: string): string {
  return isSea() ? getAsset(path, 'utf8') : readFileSync(join(import.meta.dirname, '..', '..', path), 'utf8')
}
