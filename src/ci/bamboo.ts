/** Bamboo: plain lines, and a variables file for the task "Inject Bamboo variables". Pure. */
import { addressIn, type Dialect, plain } from './dialect.ts'
import { tellsNothing } from './fork.ts'
import { propertiesFile } from './output-file.ts'

/** The dialect of Bamboo. */
export const bamboo: Dialect = {
  ...plain,
  file: propertiesFile,
  runUrl: ({ bamboo_buildResultsUrl, bamboo_resultsUrl }) =>
    addressIn(bamboo_buildResultsUrl) ?? addressIn(bamboo_resultsUrl),
  fork: tellsNothing('Bamboo'),
}
