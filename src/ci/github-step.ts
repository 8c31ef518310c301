/** The command line in a step of GitHub Actions: workflow commands and step outputs, like the action. Pure. */
import { type Dialect, plain } from './dialect.ts'
import { githubFork } from './fork.ts'
import { runUrlOf } from './github-run.ts'

const commands = { error: 'error', warn: 'warning', debug: 'debug' } as const

/** The dialect of a step of GitHub Actions. */
export const githubStep: Dialect = {
  ...plain,
  line: (level, text) => (level === 'info' ? text : `::${commands[level]}::${text.replaceAll('%', '%25')}`),
  openGroup: ({ title }) => `::group::${title}`,
  closeGroup: () => '::endgroup::',
  appends: {
    variable: 'GITHUB_OUTPUT',
    format: (outputs) =>
      Object.entries(outputs)
        .map(([name, value]) => `${name}=${value.replaceAll(/[\r\n]+/g, ' ')}\n`)
        .join(''),
  },
  runUrl: runUrlOf,
  fork: githubFork,
}
