/** Jenkins: plain lines, and a properties file for `readProperties`. Credentials come from bindings. Pure. */
import { addressIn, type Dialect, plain } from './dialect.ts'
import { jenkinsFork } from './fork.ts'
import { propertiesFile } from './output-file.ts'

/** The dialect of Jenkins. */
export const jenkins: Dialect = {
  ...plain,
  file: propertiesFile,
  runUrl: ({ RUN_DISPLAY_URL, BUILD_URL }) => addressIn(RUN_DISPLAY_URL) ?? addressIn(BUILD_URL),
  fork: jenkinsFork,
}
