/**
 * `report.junit.xml` by Jenkins' schema. Pure. A test case for the run, one per threshold, one per repository; an
 * error of the run is an `<error>`. Cases fail only where the verdict does: with `mode: warn` or `level: warn` a
 * violation is told in the case's output, since this format knows no warnings.
 */
import type { ThresholdOutcome } from '../policy/policy.ts'
import { count, counted, heaviestFirst } from './count.ts'
import { shorten, xmlText } from './escape.ts'
import type { Report } from './model.ts'
import { isJudged, repositoryOfTarget } from './scope.ts'

/** Repositories with a case of their own, those with most findings first. */
const REPOSITORY_LIMIT = 10_000
/** Characters of a name or message. */
const TEXT_LIMIT = 2000

type TestCase = {
  readonly name: string
  readonly failure?: { readonly message: string; readonly text: string }
  readonly error?: { readonly type: string; readonly message: string; readonly text: string }
  readonly output?: string
}

/** The text of `report.junit.xml`, UTF-8. */
export function renderJunit(report: Report): string {
  const suites: [string, TestCase[]][] = [
    ['run', [runCase(report)]],
    ['thresholds', report.thresholds.map((outcome) => thresholdCase(outcome, report))],
    ['repositories', repositoryCases(report)],
  ]
  const cases = suites.flatMap(([, suite]) => suite)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="soteri-gate" ${totals(cases)}>`,
    ...suites.flatMap(([name, suite]) => (suite.length === 0 ? [] : suiteLines(name, suite, report))),
    '</testsuites>',
    '',
  ].join('\n')
}

function totals(cases: readonly TestCase[]): string {
  const failures = cases.filter((one) => one.failure !== undefined).length
  const errors = cases.filter((one) => one.error !== undefined).length
  return `tests="${cases.length}" failures="${failures}" errors="${errors}"`
}

function suiteLines(name: string, cases: readonly TestCase[], { evidence }: Report): string[] {
  const timestamp = evidence.startedAt.slice(0, 19)
  return [
    `  <testsuite name="soteri-gate.${name}" ${totals(cases)} timestamp="${attribute(timestamp)}">`,
    ...cases.flatMap((one) => caseLines(`soteri-gate.${name}`, one)),
    '  </testsuite>',
  ]
}

function caseLines(classname: string, { name, failure, error, output }: TestCase): string[] {
  const lines = [`    <testcase classname="${classname}" name="${attribute(name)}">`]
  if (error !== undefined) {
    const { type, message, text } = error
    lines.push(
      `      <error type="${attribute(type)}" message="${attribute(message)}">${content(text)}</error>`,
    )
  }
  if (failure !== undefined) {
    lines.push(`      <failure message="${attribute(failure.message)}">${content(failure.text)}</failure>`)
  }
  if (output !== undefined) lines.push(`      <system-out>${content(output)}</system-out>`)
  return [...lines, '    </testcase>']
}

function attribute(text: string): string {
  return xmlText(shorten(text, TEXT_LIMIT))
}

/** Lines stay lines inside elements. */
function content(text: string): string {
  return text.split('\n').map(attribute).join('\n')
}

function runCase({ verdict, targets }: Report): TestCase {
  const name = shorten(`run on ${targets.length === 0 ? 'no target' : targets.join(', ')}`, 300)
  if (verdict.error === null) return { name, output: verdict.sentence }
  const { code, message, mend } = verdict.error
  return { name, error: { type: code, message, text: `${message}\n${mend}` } }
}

function thresholdCase(outcome: ThresholdOutcome, report: Report): TestCase {
  const { name, selector, observed, max, passed, contributors, origin } = outcome
  const told = `${selector}: observed ${count(observed)}, limit ${count(max)} (${origin})`
  const text = [
    told,
    ...contributors.map((one) => `${counted(one.count, 'finding')} of ${one.rule} in ${one.repository}`),
  ]
  if (passed) return { name, output: told }
  if (!fails(outcome, report)) return { name, output: ['Violated, but it only warns.', ...text].join('\n') }
  return { name, failure: { message: told, text: text.join('\n') } }
}

function fails(outcome: ThresholdOutcome, { mode }: Report): boolean {
  return !outcome.passed && outcome.level === 'fail' && mode === 'enforce'
}

/** A repository fails when it is one of those that add most to a violated threshold. */
function repositoryCases(report: Report): TestCase[] {
  const { counts, thresholds } = report
  if (!isJudged(report)) return []
  const blamed = new Map<string, string[]>()
  for (const outcome of thresholds.filter((one) => fails(one, report))) {
    for (const { repository, rule, count: findings } of outcome.contributors) {
      const reasons = blamed.get(repository) ?? []
      blamed.set(repository, [
        ...reasons,
        `${counted(findings, 'finding')} of ${rule} count towards ${outcome.name}`,
      ])
    }
  }
  const sorted = heaviestFirst(counts.byRepository)
  const clean = targetRepositories(report).filter((name) => !Object.hasOwn(counts.byRepository, name))
  const all = [...sorted, ...clean.map((name): [string, number] => [name, 0])].slice(0, REPOSITORY_LIMIT)
  return all.map(([name, findings]) => repositoryCase(name, findings, blamed.get(name)))
}

function repositoryCase(name: string, findings: number, reasons: readonly string[] | undefined): TestCase {
  const message = counted(findings, 'finding')
  return reasons === undefined
    ? { name, output: message }
    : { name, failure: { message, text: reasons.join('\n') } }
}

/** Repositories that were scanned by name, so that a clean one is shown as passed. */
function targetRepositories({ targets, evidence }: Report): string[] {
  const named = [...targets, ...evidence.targets.map((one) => one.target)].flatMap((target) => {
    const repository = repositoryOfTarget(target)
    return repository === null ? [] : [`${repository.project}/${repository.repo}`]
  })
  return [...new Set(named)]
}
