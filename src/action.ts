/** The entry of the GitHub action. */
import './ci/begin.ts'
import { githubHost } from './ci/github.ts'
import { endWith } from './ci/process.ts'
import { run } from './run.ts'

endWith(await run(githubHost(process)), process)
