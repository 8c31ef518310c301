/** Goals of the bench, and whether they are met. Pure. */
import { median, spread, table } from './table.ts'

/** What is to be at most `limit`; `measured` has a number for each round, none where it was not measured. */
export type Goal = { readonly what: string; readonly limit: number; readonly measured: readonly number[] }

function verdict({ limit, measured }: Goal): string {
  if (measured.length === 0) return 'not measured'
  return median(measured) <= limit ? 'met' : '**missed**'
}

/** Goals with median, spread and result. */
export function goalTable(goals: readonly Goal[]): string {
  const lines = goals.map((goal) => [
    goal.what,
    goal.limit,
    goal.measured.length === 0 ? '-' : median(goal.measured).toFixed(2),
    spread(goal.measured),
    verdict(goal),
  ])
  return table(['goal', 'at most', 'measured', 'spread', 'result'], lines)
}
