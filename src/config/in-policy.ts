/** Which inputs a policy file may give, and what is said of the others. Pure. */
import { environmentName } from './sources.ts'
import { type InputKind, type InputRow, inputRows } from './table.ts'

/** Kinds of the inputs that a policy file may give, by name: those that only shape reports and logs. */
export const inputsAllowedInPolicy: ReadonlyMap<string, InputKind> = new Map(
  inputRows.filter((row) => row.inPolicy === 'allowed').map(({ name, kind }) => [name, kind]),
)

/** The inputs that a policy file may not give, by name: a sentence that says why, and where to give it instead. */
export const inputsRefusedInPolicy: ReadonlyMap<string, string> = new Map(
  inputRows.filter((row) => row.inPolicy !== 'allowed').map((row) => [row.name, refusal(row)]),
)

function refusal(row: InputRow): string {
  return `\`${row.name}\` may not be set in a policy file, since ${row.inPolicy}: give it as ${placesFor(row.name)}.`
}

/** Where an input can be given outside of a policy file. */
export function placesFor(input: string): string {
  const row = inputRows.find(({ name }) => name === input)
  if (row?.only === 'flag') return `the flag \`--${input}\``
  const flag = row?.kind === 'secret' ? '' : `, the flag \`--${input}\``
  return `an input of the workflow${flag} or \`${environmentName(input)}\` in the environment`
}
