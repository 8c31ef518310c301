/** A fold per rule that found something: what such a secret is, who must rotate it, the suppression to paste. */
import { count, counted, heaviestFirst } from '../count.ts'
import { visible } from '../escape.ts'
import type { JudgedFinding, Report } from '../model.ts'
import { historyAdvice, ruleAdvice, suppressionSnippet } from '../rules.ts'
import { type Child, h } from './element.ts'
import { snippet } from './snippet.ts'

/** Rules beyond this many, by number of findings, are named in the table of findings only. */
const ruleLimit = 100

/** Each rule that was found: what it means, and who has to do what. */
export function rulesSection({ counts, shortlist, evidence }: Report): Child {
  const rules = heaviestFirst(counts.byRule)
  if (rules.length === 0) return null
  const examples = new Map<string, JudgedFinding>()
  for (const finding of shortlist) if (!examples.has(finding.rule)) examples.set(finding.rule, finding)
  return h(
    'section',
    { id: 'rules', 'aria-labelledby': 'rules-title' },
    h('h2', { id: 'rules-title' }, 'Rules'),
    h('p', { class: 'soft' }, historyAdvice),
    rules
      .slice(0, ruleLimit)
      .map(([rule, findings]) => ruleFold(rule, findings, examples.get(rule), evidence.startedAt)),
    rules.length > ruleLimit &&
      h('p', { class: 'soft' }, `${count(rules.length - ruleLimit)} more rules have fewer findings.`),
  )
}

function ruleFold(
  rule: string,
  findings: number,
  example: JudgedFinding | undefined,
  startedAt: string,
): Child {
  const advice = ruleAdvice(rule)
  return h(
    'details',
    { class: 'rule' },
    h(
      'summary',
      null,
      h('code', null, visible(rule)),
      example && h('span', { class: `severity ${example.severity}` }, example.severity),
      h('span', { class: 'soft' }, counted(findings, 'finding')),
    ),
    h(
      'div',
      { class: 'advice' },
      h(
        'div',
        null,
        h('p', null, advice.what),
        h('p', null, advice.rotate),
        h('p', null, h('a', { href: `#rule=${encodeURIComponent(visible(rule))}` }, 'Show its findings')),
      ),
      example &&
        h(
          'div',
          null,
          h('h3', null, 'To accept one of them'),
          snippet(suppressionSnippet(example, startedAt)),
        ),
    ),
  )
}
