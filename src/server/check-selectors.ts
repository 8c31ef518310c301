/** Compares the names in selectors with what Bitbucket lists, before anything is triggered or exported. */
import {
  blindSelectors,
  isDecidedBy,
  literalMatch,
  type Place,
  placeOf,
  placeTest,
} from '../config/blind-selectors.ts'
import type { Match } from '../config/policy.ts'
import type { RunContext } from '../context.ts'
import { inputError } from '../errors.ts'
import { targetName } from '../target.ts'
import { addName, type NameSample, namesOf, noNames } from '../text.ts'
import type { Connection } from './connection.ts'

type Checked = Pick<RunContext, 'inputs' | 'plan' | 'policy' | 'host'>
type Server = Pick<Connection, 'bitbucket'>

/**
 * Lists no more than it takes to find a place for each selector that needs one.
 * @returns notes on selectors that can match nothing
 * @throws GateError INPUT_INVALID; as `Bitbucket`
 */
export async function checkSelectors(
  { inputs, plan, policy, host }: Checked,
  { bitbucket }: Server,
): Promise<readonly string[]> {
  if (!plan.judges) return []
  const places = inputs.targets.map(placeOf)
  const canMatch = (match: Match): boolean => places.some(placeTest(match))
  const isDecided = (match: Match): boolean => {
    return places.filter(placeTest(match)).some((place) => isDecidedBy(match, place))
  }
  const open = policy.thresholds.filter(({ match }) => canMatch(match))
  const undecided = open.filter(({ match }) => !isDecided(match))
  // What wildcards match may come later, as long as something is judged now.
  const all = undecided.length === open.length
  const asked = all ? undecided : undecided.filter(({ match }) => !isDecided(literalMatch(match)))
  if (asked.length === 0) return []
  const search = new Search(asked.flatMap(({ match }) => [literalMatch(match), ...(all ? [match] : [])]))
  const deadline = { at: host.clock.elapsed() + inputs.timeoutMs, phase: 'the check of the selectors' }
  for (const target of inputs.targets) {
    if (search.isOver()) break
    for await (const repository of bitbucket.repositories(target, deadline)) {
      const { branch } = placeOf(target)
      const names = branch === null ? bitbucket.branches(repository, deadline) : [{ name: branch }]
      await search.look(repository, names)
      if (search.isOver()) break
    }
  }
  const where = `${inputs.targets.slice(0, 5).map(targetName).join(', ')}, where Bitbucket lists ${namesOf(search.seen)}`
  const found = (match: Match): boolean => search.found(match)
  const { mistakes, notes } = blindSelectors(asked, (match) => found(all ? match : literalMatch(match)), {
    where,
    others: !all,
  })
  if (mistakes.length > 0) throw inputError(mistakes)
  return notes
}

/** Looks for a place that fits, for each of several matches. */
class Search {
  readonly seen: NameSample = noNames()
  readonly #open = new Map<
    string,
    { readonly fits: (place: Place) => boolean; readonly asksBranch: boolean }
  >()

  constructor(matches: readonly Match[]) {
    for (const match of matches) {
      this.#open.set(JSON.stringify(match), {
        fits: placeTest(match),
        asksBranch: match.branch !== undefined,
      })
    }
  }

  isOver(): boolean {
    return this.#open.size === 0
  }

  found(match: Match): boolean {
    return !this.#open.has(JSON.stringify(match))
  }

  /** Lists the branches only where they decide. A repository without branches fits all of them. */
  async look(
    repository: { readonly project: string; readonly repo: string },
    branches: AsyncIterable<{ readonly name: string }> | Iterable<{ readonly name: string }>,
  ): Promise<void> {
    const name = `${repository.project}/${repository.repo}`
    this.#strike({ ...repository, branch: null }, false)
    const asking = (): boolean => {
      return [...this.#open.values()].some(
        (one) => one.asksBranch && one.fits({ ...repository, branch: null }),
      )
    }
    if (!asking()) {
      addName(this.seen, name)
      return
    }
    let isEmpty = true
    for await (const { name: branch } of branches) {
      isEmpty = false
      addName(this.seen, `${name}@${branch}`)
      this.#strike({ ...repository, branch }, true)
      if (!asking()) return
    }
    if (isEmpty) this.#strike({ ...repository, branch: null }, true)
  }

  #strike(place: Place, decidesBranches: boolean): void {
    for (const [key, { fits, asksBranch }] of this.#open) {
      if ((decidesBranches || !asksBranch) && fits(place)) this.#open.delete(key)
    }
  }
}
