/** The entry of the GitHub action. */
import { githubHost } from './ci/github.ts'
import { endWith, expectVerdict } from './ci/process.ts'
import { run } from './run.ts'

expectVerdict(process)
endWith(await run(githubHost(process)), process)
