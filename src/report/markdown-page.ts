/**
 * A Markdown text that grows up to a number of bytes and never beyond: GitHub drops a summary that is too large
 * and fails the step. Pure.
 */

const encoder = new TextEncoder()

/** A page of Markdown that never grows beyond a limit. */
export type MarkdownPage = {
  /** Adds lines if all of them fit; false when they do not, and then nothing is added. */
  add(...lines: readonly string[]): boolean
  /** Adds a table of as many rows as fit; returns how many did not. Cells are Markdown already. */
  table(heads: readonly string[], rows: readonly (readonly string[])[]): number
  /** Holds back bytes for lines that come later; 0 gives them free again. */
  reserve(bytes: number): void
  /** Everything added, with a line end. */
  text(): string
}

/** An empty page of at most `limit` bytes (UTF-8). */
export function createMarkdownPage(limit: number): MarkdownPage {
  const lines: string[] = []
  let used = 0
  let reserved = 0

  const add = (...added: readonly string[]): boolean => {
    const bytes = added.reduce((sum, line) => sum + encoder.encode(line).length + 1, 0)
    if (used + bytes > limit - reserved) return false
    lines.push(...added)
    used += bytes
    return true
  }
  return {
    add,
    table(heads, rows) {
      if (rows.length === 0) return 0
      if (!add(tableRow(heads), `|${heads.map(alignment).join('|')}|`)) return rows.length
      const shown = rows.findIndex((row) => !add(tableRow(row)))
      add('')
      return shown === -1 ? 0 : rows.length - shown
    },
    reserve(bytes) {
      reserved = bytes
    },
    text: () => `${lines.join('\n')}\n`,
  }
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

const numberHeads: readonly string[] = ['Findings', 'Observed', 'Limit', 'Rows', 'Refused', 'Bytes']

function alignment(head: string): string {
  return numberHeads.includes(head) ? ' ---: ' : ' --- '
}
