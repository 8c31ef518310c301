/** Bitbucket Pipelines: plain lines, a dotenv file, and the same lines for `output-variables` of the step. Pure. */
import { addressIn, type Dialect, plain } from './dialect.ts'
import { tellsNothing } from './fork.ts'
import { dotenvFile } from './output-file.ts'

/** The dialect of Bitbucket Pipelines. */
export const bitbucketPipelines: Dialect = {
  ...plain,
  file: dotenvFile,
  appends: { variable: 'BITBUCKET_PIPELINES_VARIABLES_PATH', format: dotenvFile.format },
  runUrl: ({ BITBUCKET_GIT_HTTP_ORIGIN, BITBUCKET_BUILD_NUMBER }) => {
    const repository = addressIn(BITBUCKET_GIT_HTTP_ORIGIN)
    if (repository === null || !BITBUCKET_BUILD_NUMBER) return null
    return `${repository.replace(/^http:/, 'https:')}/pipelines/results/${BITBUCKET_BUILD_NUMBER}`
  },
  fork: tellsNothing('Bitbucket Pipelines'),
}
