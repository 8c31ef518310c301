/** The run on GitHub, told by the variables of the runner. Pure. */
import type { Environment } from './dialect.ts'

/** Address of this run on GitHub; `null` where the variables are missing. */
export function runUrlOf({
  GITHUB_SERVER_URL,
  GITHUB_REPOSITORY,
  GITHUB_RUN_ID,
}: Environment): string | null {
  if (!GITHUB_SERVER_URL || !GITHUB_REPOSITORY || !GITHUB_RUN_ID) return null
  return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`
}
