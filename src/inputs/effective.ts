/** What every input came to and where from, for people who wonder (`log-level: debug`). */

import type { Operation } from './inputs.ts'
import { textOf } from './lists.ts'
import { defaultOf } from './reader.ts'
import type { Resolution } from './resolve.ts'
import { type InputName, type InputRow, inputRows, isInputName } from './table.ts'

/** One input as it counts. */
export type EffectiveInput = {
  readonly name: InputName
  /** Its value in one line; `***` for a secret, '' when there is none. */
  readonly shown: string
  readonly source: 'input' | 'environment' | 'policy file' | 'default'
  /** False when the operation does not look at it. */
  readonly used: boolean
}

/** Every input of the table, in its order; `operation` is `null` when it was wrong. */
export function effectiveInputs(
  resolution: Resolution,
  operation: Operation | null,
): readonly EffectiveInput[] {
  return inputRows.flatMap((row) => {
    if (!isInputName(row.name)) return []
    const given = resolution.given.get(row.name)
    const text = given === undefined ? (defaultOf(row, operation) ?? '') : textOf(given.raw)
    return [
      {
        name: row.name,
        shown: shown(row, text),
        source: given?.source ?? 'default',
        used: operation !== null && row.usedBy.includes(operation),
      },
    ]
  })
}

function shown(row: InputRow, text: string): string {
  if (row.kind === 'secret') return text === '' ? '' : '***'
  const line = text
    .trim()
    .split(/\s*[\r\n]+\s*/)
    .join('; ')
  // An address may hold credentials by mistake; then it was refused, and is not shown here either.
  return row.kind === 'url' && /[@?#]/.test(line) ? '***' : line
}
