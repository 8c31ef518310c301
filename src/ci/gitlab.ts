/** GitLab CI: collapsible sections and a dotenv file (`artifacts: reports: dotenv`). Pure. */
import { addressIn, type Dialect, plain } from './dialect.ts'
import { gitlabFork } from './fork.ts'
import { dotenvFile } from './output-file.ts'

/** Erases the marker from the line it shares with the title. */
const ERASE = '\u001b[0K'

/** The dialect of GitLab CI. */
export const gitlab: Dialect = {
  ...plain,
  openGroup: ({ name, title, at }) => `${ERASE}section_start:${at}:${name}\r${ERASE}${title}`,
  closeGroup: ({ name, at }) => `${ERASE}section_end:${at}:${name}\r${ERASE}`,
  file: dotenvFile,
  runUrl: ({ CI_JOB_URL }) => addressIn(CI_JOB_URL),
  fork: gitlabFork,
}
