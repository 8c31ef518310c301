/** Lists: items separated by newlines or commas, trimmed, blanks dropped. */
import type { RawValue } from './sources.ts'

/**
 * The items of a list. A comma within braces belongs to a glob (`shards/{a,b}.zip`) and does not separate. The
 * items of a list that came as one (from a policy file) may hold commas.
 */
export function listItems(raw: RawValue): readonly string[] {
  const items = typeof raw === 'object' ? raw.map(String) : splitText(String(raw))
  return items.map((item) => item.trim()).filter((item) => item !== '')
}

/** The lines of a text; each item of a list that came as one is a line. */
export function textOf(raw: RawValue): string {
  return typeof raw === 'object' ? raw.map(String).join('\n') : String(raw)
}

function splitText(text: string): readonly string[] {
  return text.split(/\r\n|\n|\r/).flatMap(splitLine)
}

function splitLine(line: string): readonly string[] {
  const items: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at]
    if (character === '{') depth += 1
    if (character === '}') depth -= 1
    if (depth < 0) break
    if (character !== ',' || depth !== 0) continue
    items.push(line.slice(start, at))
    start = at + 1
  }
  // Braces that do not pair are no glob: then every comma separates.
  return depth === 0 ? [...items, line.slice(start)] : line.split(',')
}
