/** The pictures of the page: trend, severity mix, ages, and who has most. */
import { count } from '../count.ts'
import { changeOf, type PastRun, TREND_RUNS } from '../history.ts'
import type { Report } from '../model.ts'
import { barChart } from './charts/bars.ts'
import { columnChart } from './charts/columns.ts'
import { ageMix, type Figure, ranking, severityMix } from './charts/figures.ts'
import { picture } from './charts/frame.ts'
import { ringChart } from './charts/ring.ts'
import { trendChart } from './charts/trend.ts'
import { type Child, h } from './element.ts'
import { utcTime } from './text.ts'

/** `history`: oldest run first, this run last; shown when there are at least two. */
export function picturesSection(report: Report, history: readonly PastRun[]): Child {
  const drawn = [...findingPictures(report), trendPicture(history)].filter((one) => one !== null)
  if (drawn.length === 0) return null
  return h(
    'section',
    { id: 'pictures', 'aria-labelledby': 'pictures-title' },
    h('h2', { id: 'pictures-title' }, 'In pictures'),
    h('div', { class: 'pictures' }, drawn),
  )
}

function findingPictures(report: Report): Child[] {
  const { counts } = report
  if (counts.total === 0) return []
  const severity = severityMix(counts.bySeverity)
  const rules = ranking('rule', counts.byRule)
  const repositories = ranking('repository', counts.byRepository)
  const branches = ranking('branch', counts.byBranch)
  return [
    picture({
      id: 'severity',
      title: 'Severity mix',
      note: null,
      figures: severity,
      svg: ringChart('Severity mix', severity),
      legend: true,
    }),
    agePicture(report),
    rankingPicture('rules', 'By rule', rules),
    rankingPicture('repositories', 'By repository', repositories),
    rankingPicture('branches', 'By branch', branches),
  ]
}

function rankingPicture(id: string, title: string, figures: readonly Figure[]): Child {
  return picture({ id, title, note: null, figures, svg: barChart(title, figures) })
}

function agePicture(report: Report): Child {
  const figures = ageMix(report)
  if (figures.length === 0) return null
  const note = report.shortlistCut ? `Of the ${count(report.shortlist.length)} worst findings. ` : ''
  const title = 'By age'
  return picture({
    id: 'age',
    title,
    note: `${note}Time since the finding was scanned.`,
    figures,
    svg: columnChart(title, figures),
  })
}

function trendPicture(history: readonly PastRun[]): Child {
  const runs = history.slice(-TREND_RUNS)
  if (runs.length < 2) return null
  const figures = runs.map((run) => ({
    label: `${utcTime(run.at)}, ${run.verdict}`,
    value: run.total,
    link: null,
  }))
  return picture({
    id: 'trend',
    title: `Last ${count(runs.length)} runs`,
    note: `${changeSentence(runs)}Strong colour: new findings. Below each run its verdict: ✓ pass, ▲ warn, ✕ fail, ◆ error.`,
    figures,
    svg: trendChart(runs),
  })
}

/** New, fixed and remaining since the run before, where that is known. */
function changeSentence(runs: readonly PastRun[]): string {
  const change = changeOf(runs)
  if (change === null) return ''
  const { appeared, fixed, remaining } = change
  return `Since the last judged run: ${count(appeared)} new, ${count(fixed)} fixed, ${count(remaining)} remaining. `
}
