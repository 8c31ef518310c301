/** The commands beside the operations: they run no gate and send nothing. The help is made from this table. */

/** One command. */
export type CommandRow = {
  readonly name: string
  /** What may stand behind it, as the short help shows it. */
  readonly operands: string
  /** One sentence. */
  readonly help: string
}

/** All commands, in the order of the help. */
export const commandTable = [
  {
    name: 'init',
    operands: '[CI]',
    help: 'Writes a commented policy file and a pipeline for the CI it finds, or that is named; --force overwrites.',
  },
  {
    name: 'explain',
    operands: '[operation]',
    help: 'Says in words what a run with the same flags would do; sends nothing.',
  },
  {
    name: 'diff',
    operands: 'A B',
    help: 'Compares two report folders or exports: what is new, fixed, moved.',
  },
] as const satisfies readonly CommandRow[]

/** Name of a command. */
export type CommandName = (typeof commandTable)[number]['name']
