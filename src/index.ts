/** The entry of the GitHub action. */
import { endWith } from './host/end.ts'
import { githubHost } from './host/github.ts'
import { run } from './run.ts'

endWith(await run(githubHost(process)), process)
