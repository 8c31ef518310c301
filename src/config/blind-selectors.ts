/** Thresholds whose selectors can match nothing: they would pass whatever is found. Pure. */
import type { ConfigError } from '../errors.ts'
import { type Place, placeOf, type Target, targetName } from '../target.ts'
import { namesOf } from '../text.ts'
import { compileGlobs, type Globs, globProblem, isWanted } from './globs.ts'
import type { Inputs } from './inputs.ts'
import type { Match, Threshold } from './thresholds.ts'

/** The targets as policies name them: a fork as the repository of the target of its pull request. */
export function policyTargets({ targets, pull }: Pick<Inputs, 'targets' | 'pull'>): readonly Target[] {
  return pull === null ? targets : [{ ...pull.target, branch: pull.source.branch }]
}

/** Whether findings at a place can fit, as far as the place is known. */
export function placeTest({ project, repo, branch }: Match): (place: Place) => boolean {
  const fitsProject = compileGlobs(project ?? [], 'project')
  const fitsOwner = compileGlobs((repo ?? []).filter(isWanted).map(projectPart), 'project')
  const fitsRepo = compileGlobs(repo ?? [], 'repo')
  const fitsBranch = compileGlobs(branch ?? [], 'branch')
  return (place) =>
    (place.project === null || (fitsProject(place.project) && fitsOwner(place.project))) &&
    (place.project === null || place.repo === null || fitsRepo(`${place.project}/${place.repo}`)) &&
    (place.branch === null || fitsBranch(place.branch))
}

/** Whether a place says all that the match asks of places. */
export function isDecidedBy({ project, repo, branch }: Match, place: Place): boolean {
  return (
    ((project === undefined && repo === undefined) || place.project !== null) &&
    (repo === undefined || place.repo !== null) &&
    (branch === undefined || place.branch !== null)
  )
}

/** The names of projects, repositories and branches in a match that are written without wildcards. */
export function literalMatch({ project, repo, branch }: Match): Match {
  return {
    project: literals(project),
    repo: repo?.filter(isWanted).map(literalRepository),
    branch: literals(branch),
  }
}

function literals(globs: Globs = []): Globs | undefined {
  const wanted = globs.filter(isWanted)
  return wanted.length === 0 || wanted.some((glob) => wild.test(glob)) ? undefined : wanted
}

const wild = /[*?[\\]/

function literalRepository(glob: string): string {
  if (!wild.test(glob)) return glob
  const parts = glob.split('/')
  if (parts.length !== 2 || glob.includes('{')) return '*'
  return parts.map((part) => (wild.test(part) ? '*' : part)).join('/')
}

/** Braces may go over the slash. */
function projectPart(glob: string): string {
  const [part = '*'] = glob.split('/')
  return part === '**' || globProblem(part, 'project') !== null ? '*' : part
}

type BlindSelectors = { readonly mistakes: readonly ConfigError[]; readonly notes: readonly string[] }

/**
 * A literal name of an input is a mistake. A policy file may serve many repositories, and wildcards what is not there
 * yet: these are notes, unless no threshold can match.
 * @param canMatch whether anything in the scope can fit
 * @param scope `where` names it at the end of a sentence; with `others`, more thresholds can match
 */
export function blindSelectors(
  thresholds: readonly Threshold[],
  canMatch: (match: Match) => boolean,
  { where, others = false }: { readonly where: string; readonly others?: boolean },
): BlindSelectors {
  const blind = thresholds.filter(({ match }) => !canMatch(match))
  const sentence = ({ selector }: Threshold): string =>
    `The selector "${selector}" can match nothing in ${where}.`
  const isMistake = ({ origin, match }: Threshold): boolean =>
    inputOrigin.test(origin) && !canMatch(literalMatch(match))
  const mistakes = blind
    .filter(isMistake)
    .map((threshold) => ({ where: threshold.origin, what: sentence(threshold) }))
  if (mistakes.length === 0 && !others && blind.length > 0 && blind.length === thresholds.length) {
    return { mistakes: [{ where: 'thresholds', what: noneMatches(blind, where) }], notes: [] }
  }
  const noted = blind.filter((threshold) => !isMistake(threshold))
  return {
    mistakes,
    notes: noted.map((threshold) => `${threshold.origin}: ${sentence(threshold)}`),
  }
}

/** As `mergePolicies` names them; a place in a policy file ends with its line. */
const inputOrigin = /^(thresholds|what-if) line \d+$/

function noneMatches(blind: readonly Threshold[], where: string): string {
  const names = namesOf(blind.map(({ selector, origin }) => `"${selector}" (${origin})`))
  return `No threshold can match anything in ${where}, so nothing would be judged: ${names}.`
}

/** The same for the targets alone, before anything is sent. */
export function selectorsOutside(
  thresholds: readonly Threshold[],
  targets: readonly Target[],
): BlindSelectors {
  const places = targets.map(placeOf)
  const names = namesOf(targets.map(targetName))
  const where = targets.length > 5 ? `${names} targets` : names
  return blindSelectors(thresholds, (match) => places.some(placeTest(match)), { where })
}
