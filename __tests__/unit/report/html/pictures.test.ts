import { describe, expect, it } from '@jest/globals'
import { renderToString } from 'preact-render-to-string'
import { sampleReports } from '../../../../scripts/sample-reports.ts'
import { renderHtml } from '../../../../src/report/formats.ts'
import type { PastRun } from '../../../../src/report/history.ts'
import { bands, linearScale, ringSlices } from '../../../../src/report/html/charts.ts'
import { Fragment, h } from '../../../../src/report/html/parts.ts'
import {
  ageMix,
  picturesSection,
  ranking,
  repositoryLines,
  severityMix,
  trendChart,
} from '../../../../src/report/html/pictures.ts'
import type { JudgedFinding, Report } from '../../../../src/report/model.ts'
import { sampleFinding, sampleReport } from '../sample-report.ts'

const samples = sampleReports()
const sample = (name: string): Report => {
  const found = samples.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no sample ${name}`)
  return found.report
}

describe('rankings', () => {
  it('are by count, then by name, and link to the filter', () => {
    expect(ranking('rule', { B: 2, A: 2, 'C D': 5 })).toEqual([
      { label: 'C D', value: 5, link: '#rule=C%20D' },
      { label: 'A', value: 2, link: '#rule=A' },
      { label: 'B', value: 2, link: '#rule=B' },
    ])
  })

  it('sum up all after the first eight, but never a single one', () => {
    const counts = (total: number): Record<string, number> =>
      Object.fromEntries(Array.from({ length: total }, (_, place) => [`R${place}`, 100 - place]))
    expect(ranking('rule', counts(9))).toHaveLength(9)
    const ten = ranking('rule', counts(10))
    expect(ten).toHaveLength(9)
    expect(ten.at(-1)).toEqual({ label: '2 others', value: 92 + 91, link: null })
  })

  it('link by the text that the filter shows', () => {
    expect(ranking('rule', { 'a\u202e': 1 })[0]?.link).toBe(`#rule=${encodeURIComponent('a\\u{202e}')}`)
  })

  it('label an empty name', () => {
    expect(ranking('branch', { '': 1 })[0]?.label).toBe('(no name)')
  })
})

describe('ages', () => {
  const day = 86_400_000
  const report = sample('one-violation')
  const now = Date.parse(report.evidence.finishedAt)
  const [example] = report.shortlist
  const aged = (...ages: (number | null)[]): Pick<Report, 'shortlist' | 'evidence'> => ({
    evidence: report.evidence,
    shortlist: ages.map((age) => ({
      ...(example as JudgedFinding),
      scannedAt: age === null ? null : now - age,
    })),
  })

  it('fall into their boxes, borders into the older one', () => {
    const values = ageMix(aged(0, day - 1, day, 7 * day, 30 * day, 91 * day, 364 * day, 365 * day)).map(
      (box) => box.value,
    )
    expect(values).toEqual([2, 1, 1, 1, 2, 1])
  })

  it('count a time of the future as fresh, an unknown one apart, and suppressed findings not at all', () => {
    const mix = ageMix(aged(-day, null))
    expect(mix[0]?.value).toBe(1)
    expect(mix.at(-1)).toMatchObject({ label: 'unknown', value: 1 })
    const { shortlist, evidence } = aged(0)
    expect(
      ageMix({ evidence, shortlist: shortlist.map((one) => ({ ...one, status: 'suppressed' })) }),
    ).toEqual([])
  })

  it('are those of the lines, where any was looked up', () => {
    const { shortlist, evidence } = aged(0, 0)
    const [one, other] = shortlist as [JudgedFinding, JudgedFinding]
    const date = new Date(now - 40 * day).toISOString()
    const mix = ageMix({
      evidence,
      shortlist: [{ ...one, blame: { author: 'Ann', commit: 'a'.repeat(40), date } }, other],
    })
    expect(mix.map((box) => box.value)).toEqual([0, 0, 0, 1, 0, 0])
  })

  it('are no picture when no finding has a time', () => {
    expect(ageMix(aged(null, null))).toEqual([])
  })
})

describe('shapes', () => {
  it('scale from nothing to the full length, also when all is nothing', () => {
    expect([0, 5, 10].map(linearScale(10, 100))).toEqual([0, 50, 100])
    expect(linearScale(0, 100)(0)).toBe(0)
  })

  it('put bands side by side inside the length', () => {
    const band = bands(4, 100, 0.2)
    const last = band(3)
    expect(band(0).start).toBeGreaterThan(0)
    expect(last.start + last.width).toBeLessThan(100)
    expect(band(1).start).toBeGreaterThan(band(0).start + band(0).width)
  })

  it('draw a slice for each value, none for zero, and a whole ring for one', () => {
    const [one, none, other] = ringSlices([3, 0, 1], 5, 10)
    expect(one).toMatch(/^M/)
    expect(none).toBe('')
    expect(other).toMatch(/^M/)
    expect(ringSlices([0, 4], 5, 10)[1]).toMatch(/^M/)
  })

  it('name each severity, also those without a finding', () => {
    expect(severityMix({ critical: 0, high: 2, medium: 0, low: 1 }).map((figure) => figure.value)).toEqual([
      0, 2, 0, 1,
    ])
  })
})

describe('the trend', () => {
  const { history } = samples.find(({ name }) => name === 'one-violation') ?? { history: [] }
  const drawn = (verdict: 'fail' | 'error'): string =>
    renderToString(h(Fragment, null, trendChart(history.slice(0, 2).map((run) => ({ ...run, verdict })))))

  it('gives each run a stack of severities and a sign', () => {
    expect(drawn('fail').match(/class="slice (critical|high|medium|low)"/g)).toHaveLength(8)
    expect(drawn('fail').match(/✕/g)).toHaveLength(2)
  })

  it('stacks severities without gaps, the worst at the bottom', () => {
    const bySeverity = { critical: 4, high: 3, medium: 2, low: 1 }
    const run = { ...history[0], verdict: 'fail', total: 10, bySeverity } as PastRun
    const svg = renderToString(h(Fragment, null, trendChart([run, run])))
    const part = (kind: string): { y: number; height: number } => {
      const [, y, height] =
        new RegExp(`class="slice ${kind}"[^>]* y="([\\d.]+)"[^>]* height="([\\d.]+)"`).exec(svg) ?? []
      return { y: Number(y), height: Number(height) }
    }
    const [critical, high, low] = [part('critical'), part('high'), part('low')]
    expect(high.y + high.height).toBeCloseTo(critical.y)
    expect(low.height / critical.height).toBeCloseTo(1 / 4)
  })

  it('says above a run what appeared and was fixed since the one before', () => {
    const runs = [9, 4, 6].map((total) => {
      return {
        ...history[0],
        verdict: 'fail',
        total,
        byRule: { A: total },
        byRepository: { B: total },
      } as PastRun
    })
    const svg = renderToString(h(Fragment, null, trendChart(runs)))
    expect([...svg.matchAll(/>(\+\d+ −\d+)</g)].map(([, text]) => text)).toEqual(['+0 −5', '+2 −0'])
  })

  it('draws a line for each of the ten repositories that have most findings', () => {
    const byRepository = Object.fromEntries(Array.from({ length: 12 }, (_none, at) => [`P/r${at}`, at + 1]))
    const run = { ...history[0], verdict: 'fail', byRepository } as PastRun
    const html = renderToString(h(Fragment, null, repositoryLines([run, run])))
    expect(html.match(/<polyline /g)).toHaveLength(10)
    expect(html).toContain('<a href="#repository=P%2Fr11">')
    expect(html).not.toContain('P%2Fr1"')
  })

  it('gives no height to a run that ended in an error', () => {
    expect(drawn('error').match(/class="slice \w+"[^>]* height="0"/g)).toHaveLength(8)
    expect(drawn('error').match(/◆/g)).toHaveLength(2)
  })
})

describe('pictures', () => {
  it('are there for rule, repository, branch, age and severity, each with its numbers as a table', async () => {
    const html = await renderHtml(sample('one-violation'))
    for (const id of ['severity', 'age', 'rules', 'repositories', 'branches']) {
      const figure = new RegExp(`<figure [^>]*id="picture-${id}">[\\s\\S]*?</figure>`).exec(html)?.[0] ?? ''
      expect(figure).toMatch(/<svg [^>]*role="img" aria-label="[^"]+ as a table\."/)
      expect(figure).toMatch(/<table class="numbers-table"><caption/)
    }
  })

  it('are omitted when there is nothing to draw', () => {
    expect(picturesSection(sample('clean'), [])).toBeNull()
  })

  it('show ages only where they differ', () => {
    const html = (report: Report): string => renderToString(h(Fragment, null, picturesSection(report, [])))
    const { scannedAt } = sampleFinding()
    const old = (scannedAt ?? 0) - 40 * 86_400_000
    expect(html(sampleReport([sampleFinding(), sampleFinding({ line: 2 })]))).not.toContain('By age')
    expect(html(sampleReport([sampleFinding(), sampleFinding({ line: 2, scannedAt: old })]))).toContain(
      'By age',
    )
  })

  it('link each owner to the findings to fix, where the policy names owners', () => {
    const report = sampleReport([sampleFinding()])
    const html = (byOwner: Record<string, number>): string =>
      renderToString(
        h(Fragment, null, picturesSection({ ...report, counts: { ...report.counts, byOwner } }, [])),
      )
    expect(html({ 'team a': 1 })).toContain('href="#owner=team%20a"')
    expect(html({})).not.toContain('By owner')
  })

  it('use no number that is none', async () => {
    for (const { report, history } of samples) {
      const svgs = (await renderHtml(report, history)).match(/<svg[\s\S]*?<\/svg>/g)?.join('') ?? ''
      expect(svgs).not.toMatch(/NaN|Infinity|undefined/)
    }
  })
})
