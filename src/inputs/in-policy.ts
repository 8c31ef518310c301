/** Which inputs a policy file may give, and what is said of the others. Pure. */
import { environmentName } from './sources.ts'
import { type InputKind, type InputRow, inputRows } from './table.ts'

/** Kinds of the inputs that a policy file may give, by name: nothing secret, and nothing that says where secrets go. */
export const inputsAllowedInPolicy: ReadonlyMap<string, InputKind> = new Map(
  inputRows.filter((row) => row.notInPolicy === undefined).map(({ name, kind }) => [name, kind]),
)

/** The inputs that a policy file may not give, by name: a sentence that says why, and where to give it instead. */
export const inputsRefusedInPolicy: ReadonlyMap<string, string> = new Map(
  inputRows.flatMap((row) =>
    row.notInPolicy === undefined ? [] : [[row.name, refusal(row, row.notInPolicy)]],
  ),
)

function refusal({ name, kind, only }: InputRow, why: string): string {
  const variable = `\`${environmentName(name)}\` in the environment`
  const places = kind === 'secret' ? `an input or ${variable}` : `an input, a flag or ${variable}`
  return `\`${name}\` may not stand in a policy file, since ${why}: give it as ${only === 'flag' ? 'a flag' : places}.`
}
