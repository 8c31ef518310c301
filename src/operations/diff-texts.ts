/** The difference of two runs as text, Markdown and JSON. Pure. */
import { jsonText, markdownCode } from '../report/escape.ts'
import type { Difference, DiffItem, MovedItem } from './diff.ts'

/** As one JSON object; its lists are cut like those of the text, its counts are not. */
export function differenceJson({ counts, ...lists }: Difference): string {
  return jsonText({ counts, ...lists }, 2)
}

/** For a comment or a chat. */
export function differenceMarkdown({ counts, ...lists }: Difference): string {
  const rows = [
    ...lists.new.map((item) => row('new', item)),
    ...lists.fixed.map((item) => row('fixed', item)),
    ...lists.moved.map(({ from, to }) => row('moved', from, to)),
  ]
  const omitted = (['new', 'fixed', 'moved'] as const)
    .map((kind) => ({ kind, count: counts[kind] - lists[kind].length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `and ${count} more ${kind}`)
  return [
    `**${headLine(counts)}**`,
    ...(rows.length === 0
      ? []
      : ['', '| | Rule | Repository | Place |', '| --- | --- | --- | --- |', ...rows]),
    ...(omitted.length === 0 ? [] : ['', omitted.join(', ')]),
  ].join('\n')
}

function row(kind: string, item: DiffItem, to?: MovedItem['to']): string {
  const place = markdownCode(`${item.path}${lineText(item)}`)
  const moved = to === undefined ? '' : ` → ${markdownCode(`${to.path}${lineText(to)}`)}`
  const cells = [
    kind,
    markdownCode(item.rule),
    markdownCode(`${item.project}/${item.repository}`),
    place + moved,
  ]
  return `| ${cells.join(' | ')} |`
}

function headLine(counts: Difference['counts']): string {
  return `${counts.new} new, ${counts.fixed} fixed, ${counts.moved} moved, ${counts.same} as before.`
}

/** The difference for people, one line each; says how many are not shown. */
export function differenceLines({ counts, ...lists }: Difference): readonly string[] {
  const items = [
    ...lists.new.map((item) => `new    ${placeText(item)}`),
    ...more('new', counts.new, lists.new.length),
    ...lists.fixed.map((item) => `fixed  ${placeText(item)}`),
    ...more('fixed', counts.fixed, lists.fixed.length),
    ...lists.moved.map(({ from, to }) => `moved  ${placeText(from)} -> ${to.path}${lineText(to)}`),
    ...more('moved', counts.moved, lists.moved.length),
  ]
  return [headLine(counts), ...items]
}

function more(what: string, count: number, shown: number): readonly string[] {
  return count > shown ? [`${what}  ... and ${count - shown} more`] : []
}

function placeText(item: DiffItem): string {
  return `${item.rule}  ${item.project}/${item.repository}  ${item.path}${lineText(item)}`
}

function lineText({ line }: DiffItem): string {
  return line === null ? '' : `:${line}`
}
