/** The states one target went through, as evidence, in bounded memory. Pure. */
import type { SeenState } from '../report/evidence.ts'

/** So many of the first and of the last states are kept: how it began and how it ended. */
const KEPT_AT_EACH_END = 30

/** States in order of time: the first ones, the last ones, and how many were dropped between. */
export type SeenStates = { readonly first: SeenState[]; last: SeenState[]; omitted: number }

/** Nothing was seen yet. */
export function noStates(): SeenStates {
  return { first: [], last: [], omitted: 0 }
}

/**
 * Adds a state unless it is the one seen last.
 *
 * @param at ms since the epoch
 * @returns whether it was news
 */
export function addState(states: SeenStates, state: string, at: number): boolean {
  const latest = states.last.at(-1) ?? states.first.at(-1)
  if (latest?.state === state) return false
  const seen: SeenState = { at: new Date(at).toISOString(), state }
  if (states.first.length < KEPT_AT_EACH_END) {
    states.first.push(seen)
    return true
  }
  states.last.push(seen)
  if (states.last.length > KEPT_AT_EACH_END) {
    states.last.shift()
    states.omitted += 1
  }
  return true
}

/** In order of time; what was left out is said where it was. */
export function statesOf(states: SeenStates): readonly SeenState[] {
  const resume = states.last[0]
  if (states.omitted === 0 || resume === undefined) return [...states.first, ...states.last]
  return [...states.first, { at: resume.at, state: `(${states.omitted} states left out)` }, ...states.last]
}
