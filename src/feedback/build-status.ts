/** The build status of a commit, as Bitbucket's required-builds check wants it. Pure. */
import { oneLine } from '../report/escape.ts'
import type { Report } from '../report/model.ts'
import type { BuildStatus } from '../server/bitbucket-write.ts'
import { isGreen, linkOf, type Place } from './place.ts'

/** The name to require in Bitbucket ("Required builds"); the same for every repository and run. */
const BUILD_PARENT = 'soteri-gate'

/** Bitbucket's limits for key, name and description, characters. */
const LONGEST_TEXT = 255

/** The status while the run goes on. */
export function inProgress(report: Pick<Report, 'runUrl' | 'bitbucketUrl'>, place: Place): BuildStatus {
  return {
    ...common(report, place),
    state: 'INPROGRESS',
    description: oneLine(`${place.target} is being scanned and judged`, LONGEST_TEXT),
  }
}

/** The status at the end: SUCCESSFUL exactly where the job goes on. */
export function finalStatus(report: Report, place: Place): BuildStatus {
  const state = isGreen(report) ? 'SUCCESSFUL' : 'FAILED'
  return { ...common(report, place), state, description: oneLine(report.verdict.sentence, LONGEST_TEXT) }
}

/** The key tells scopes apart, so that the gate of one branch does not overwrite that of another at the same commit. */
function common(
  report: Pick<Report, 'runUrl' | 'bitbucketUrl'>,
  place: Place,
): Omit<BuildStatus, 'state' | 'description'> {
  return {
    key: oneLine(`${BUILD_PARENT} ${place.target}`, LONGEST_TEXT),
    name: oneLine(`${BUILD_PARENT} ${place.target}`, LONGEST_TEXT),
    parent: BUILD_PARENT,
    url: linkOf(report, place) ?? '',
    ...(place.branch !== null && { ref: `refs/heads/${place.branch}` }),
  }
}
