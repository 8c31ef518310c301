/** Pictures that GitHub and GitLab draw from text (mermaid). Pure. Labels keep harmless signs only. */
import { heaviestFirst } from './count.ts'
import { mermaidLabel } from './escape.ts'
import type { PastRun } from './history.ts'

/** Slices that can be told apart; the rest is one slice. */
const SLICES = 8

/** A fenced pie of the heaviest names; no lines when there is nothing to draw. */
export function pieOf(title: string, counts: Readonly<Record<string, number>>): string[] {
  const sorted = heaviestFirst(counts).filter(([, count]) => count > 0)
  if (sorted.length === 0) return []
  const slices = slicesOf(sorted)
  return [
    '```mermaid',
    'pie showData',
    `  title ${title}`,
    ...slices.map(([name, count]) => `  "${name}" : ${count}`),
    '```',
  ]
}

/** Names that look alike once they are labels get a number, since mermaid would merge them. */
function slicesOf(sorted: readonly (readonly [string, number])[]): [string, number][] {
  const slices = new Map<string, number>()
  for (const [name, count] of sorted.slice(0, SLICES)) {
    const label = mermaidLabel(name)
    slices.set(slices.has(label) ? `${label} ${slices.size + 1}` : label, count)
  }
  const rest = sorted.slice(SLICES).reduce((sum, [, count]) => sum + count, 0)
  return rest === 0 ? [...slices] : [...slices, ['all other', rest]]
}

/** A fenced chart of bars (all findings) with a line (new ones), oldest run first; from two runs on. */
export function trendChart(runs: readonly PastRun[]): string[] {
  if (runs.length < 2) return []
  const most = Math.max(1, ...runs.map((run) => run.total))
  return [
    '```mermaid',
    'xychart-beta',
    `  title "Findings of the last ${runs.length} runs (line: new)"`,
    `  x-axis "run" 1 --> ${runs.length}`,
    `  y-axis "findings" 0 --> ${most}`,
    `  bar [${runs.map((run) => run.total).join(', ')}]`,
    `  line [${runs.map((run) => run.new).join(', ')}]`,
    '```',
  ]
}
