/** The entry of the GitHub action. */
import { endWith, expectVerdict } from './host/end.ts'
import { githubHost } from './host/github.ts'
import { run } from './run.ts'

expectVerdict(process)
endWith(await run(githubHost(process)), process)
