/** What is said of thresholds that ask for an age, where nothing can have one. Pure. */
import type { Threshold } from './policy.ts'
import type { Plan } from './run-plan.ts'

/**
 * Notes for a run that judges what its own scan finds: the scan gives each finding the time of now, so a threshold
 * over ages counts nothing, and passes whatever is there.
 */
export function ageNotes(
  { triggers, judges }: Pick<Plan, 'triggers' | 'judges'>,
  thresholds: readonly Pick<Threshold, 'name' | 'olderThanMs'>[],
): readonly string[] {
  if (triggers.length === 0 || !judges) return []
  return thresholds
    .filter(({ olderThanMs }) => olderThanMs !== null)
    .map(({ name }) => {
      return `Threshold "${name}" asks for an age, and the scan of this run made every finding new in time: judge ages with \`operation: export\` or \`evaluate\`.`
    })
}
