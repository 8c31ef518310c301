/** The entry of the GitHub action. */
import { endWith, expectVerdict } from './ci/end.ts'
import { githubHost } from './ci/github.ts'
import { run } from './run.ts'

expectVerdict(process)
endWith(await run(githubHost(process)), process)
