/** `report.junit.xml` by Jenkins' schema. It has no warnings: a violation that does not fail is output of its case. Pure. */
import type { ThresholdOutcome } from '../finding.ts'
import { count, heaviestFirst, plural } from '../text.ts'
import { whereOmitted } from './advice.ts'
import { placeOf } from './entries.ts'
import { shorten, xmlText } from './escape.ts'
import { isJudged, isShown, type Report, repositoryName, repositoryOfTarget } from './model.ts'

/** Repositories with a case of their own, those with most findings first. */
const REPOSITORY_LIMIT = 10_000
const FINDING_LIMIT = 20
const TEXT_LIMIT = 2000

type TestCase = {
  readonly name: string
  readonly failure?: { readonly message: string; readonly text: string }
  readonly error?: { readonly type: string; readonly message: string; readonly text: string }
  readonly output?: string
}

export function renderJunit(report: Report): string {
  const suites: readonly (readonly [string, TestCase[]])[] = [
    ['run', [runCase(report)]],
    ['thresholds', report.thresholds.map((outcome) => thresholdCase(outcome, report))],
    ['repositories', repositoryCases(report)],
  ]
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="soteri-gate" ${totals(suites.flatMap(([, cases]) => cases))}>`,
    ...suites.flatMap(([name, cases]) => (cases.length === 0 ? [] : suiteLines(name, cases, report))),
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
  const timestamp = attribute(evidence.startedAt.slice(0, 19))
  return [
    `  <testsuite name="soteri-gate.${name}" ${totals(cases)} timestamp="${timestamp}">`,
    ...cases.flatMap((one) => caseLines(`soteri-gate.${name}`, one)),
    '  </testsuite>',
  ]
}

function caseLines(className: string, { name, failure, error, output }: TestCase): string[] {
  const lines = [`    <testcase classname="${className}" name="${attribute(name)}">`]
  if (error !== undefined) {
    const attributes = `type="${attribute(error.type)}" message="${attribute(error.message)}"`
    lines.push(`      <error ${attributes}>${content(error.text)}</error>`)
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

/** Keeps line breaks, which attributes cannot. */
function content(text: string): string {
  return text.split('\n').map(attribute).join('\n')
}

function runCase({ verdict, targets }: Report): TestCase {
  const name = shorten(`run on ${targets.length === 0 ? 'no target' : targets.join(', ')}`, 300)
  if (verdict.error === null) return { name, output: verdict.sentence }
  const { code, message, hint } = verdict.error
  return { name, error: { type: code, message, text: `${message}\n${hint}` } }
}

function thresholdCase(outcome: ThresholdOutcome, report: Report): TestCase {
  const { name, selector, observed, max, passed, contributors, origin } = outcome
  const message = `${selector}: ${count(observed)} found, limit ${count(max)} (${origin})`
  if (passed) return { name, output: message }
  const reasons = contributors.map(
    (one) => `${plural(one.count, 'finding')} of ${one.rule} in ${one.repository}`,
  )
  const text = [message, ...reasons].join('\n')
  if (!fails(outcome, report)) return { name, output: `Violated, but it only warns.\n${text}` }
  return { name, failure: { message, text } }
}

function fails({ passed, level }: ThresholdOutcome, { mode }: Report): boolean {
  return !passed && level === 'fail' && mode === 'enforce'
}

/** A repository fails when it adds to a violated threshold. Of a change, what was there before is one line. */
function repositoryCases(report: Report): TestCase[] {
  if (!isJudged(report)) return []
  const { counts, change } = report
  const { byRepository } = counts
  // A comparison has one repository.
  const known = change ? counts.total - counts.new : 0
  const violated = report.thresholds.filter((one) => fails(one, report))
  const worst = Map.groupBy(
    report.shortlist.filter((finding) => isShown(finding, report)),
    repositoryName,
  )
  const clean = targetRepositories(report).filter((name) => !Object.hasOwn(byRepository, name))
  const all = [...heaviestFirst(byRepository), ...clean.map((name) => [name, 0] as const)]
  return all.slice(0, REPOSITORY_LIMIT).map(([name, findings]) => {
    const message = plural(findings, 'finding')
    const reasons = violated
      .filter(({ byRepository: added = {} }) => Object.hasOwn(added, name))
      .map((one) => `${plural(one.byRepository?.[name] ?? 0, 'finding')} count towards ${one.name}`)
    if (reasons.length === 0) return { name, output: message }
    const shown = (worst.get(name) ?? []).slice(0, FINDING_LIMIT)
    const listed = shown.map((finding) => `${placeOf(finding)} ${finding.rule} (${finding.branch})`)
    const left = findings - known - listed.length
    const more = left > 0 ? [`${count(left)} more ${whereOmitted(report)}`] : []
    const folded = known > 0 ? [`${plural(known, 'known finding')} not listed`] : []
    return { name, failure: { message, text: [...reasons, ...listed, ...more, ...folded].join('\n') } }
  })
}

/** Repositories that were scanned by name, so that a clean one is shown as passed. */
function targetRepositories({ targets, evidence }: Report): string[] {
  const names = [...targets, ...evidence.targets.map((one) => one.target)].flatMap((target) => {
    const repository = repositoryOfTarget(target)
    return repository === null ? [] : [`${repository.project}/${repository.repo}`]
  })
  return [...new Set(names)]
}
