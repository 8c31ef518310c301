/** What every input came to and where from, for people who wonder (`log-level: debug`). */
import { withoutUserInfo } from '../blanks.ts'
import { hasControls } from '../parse.ts'
import { defaultOf } from './input-reader.ts'
import type { Operation } from './inputs.ts'
import { textOf } from './lists.ts'
import type { Resolution } from './resolve.ts'
import { type InputName, type InputRow, inputRows, isInputName } from './table.ts'
import { isPlainAddress } from './urls.ts'

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
  if (text === '') return ''
  if (!isShowable(row, text)) return '***'
  return withoutUserInfo(text)
    .trim()
    .split(/\s*[\r\n]+\s*/)
    .join('; ')
}

/** Whether a value may be shown: not where it is a credential, names the file of one, is given beside one, or holds one. */
export function isShowable({ name, kind }: InputRow, text: string): boolean {
  if (kind === 'secret' || besideCredentials.includes(name)) return false
  // The text of a certificate, and with it a key, may be given where its file is asked for.
  if (kind === 'file' && hasControls(text.trim())) return false
  return kind !== 'url' || isPlainAddress(text.trim())
}

const besideCredentials: readonly string[] = ['username', 'token-file', 'password-file']
