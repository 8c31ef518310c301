/** Which place the gate runs in, told by the variables each CI sets. Pure. */

/** Where the gate can run: a CI that it knows, or a terminal (also every other CI). */
export type Place =
  | 'github'
  | 'gitlab'
  | 'azure'
  | 'bitbucket-pipelines'
  | 'bamboo'
  | 'teamcity'
  | 'jenkins'
  | 'terminal'

/**
 * One variable that only that place sets, from each vendor's list of predefined variables. Jenkins comes last:
 * its agents may run inside another CI's machine, and its variables leak into what it starts.
 */
const marks: readonly (readonly [Exclude<Place, 'terminal'>, string])[] = [
  ['github', 'GITHUB_ACTIONS'],
  ['gitlab', 'GITLAB_CI'],
  ['azure', 'TF_BUILD'],
  ['bitbucket-pipelines', 'BITBUCKET_PIPELINE_UUID'],
  ['bamboo', 'bamboo_buildKey'],
  ['teamcity', 'TEAMCITY_VERSION'],
  ['jenkins', 'JENKINS_URL'],
]

/** The place; `terminal` when no CI shows itself. */
export function detectPlace(environment: Readonly<Record<string, string | undefined>>): Place {
  const found = marks.find(([, variable]) => isSet(environment[variable]))
  return found === undefined ? 'terminal' : found[0]
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value.toLowerCase() !== 'false'
}
