/**
 * Jest's environment for `npm run coverage`: writes what V8 counted in a test file the way Node itself does for the
 * processes that tests start, so that both lie in one folder (`COVERAGE_FOLDER`) and are read alike.
 */
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import PlainEnvironment from './jest-environment.ts'

const folder = process.env.COVERAGE_FOLDER ?? ''
const sources = pathToFileURL(join(import.meta.dirname, '../src/')).href

export default class CoverageEnvironment extends PlainEnvironment {
  private readonly session = new Session()

  override async setup(): Promise<void> {
    await super.setup()
    // Set in a process that runs already, it is for its children alone: Node hands it to them, whatever their `env`.
    process.env.NODE_V8_COVERAGE = folder
    this.session.connect()
    await this.session.post('Profiler.enable')
    await this.session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  }

  override async teardown(): Promise<void> {
    const { result } = await this.session.post('Profiler.takePreciseCoverage')
    await this.session.post('Profiler.stopPreciseCoverage')
    this.session.disconnect()
    const own = result.filter(({ url }) => url.startsWith(sources))
    writeFileSync(join(folder, `coverage-jest-${randomUUID()}.json`), JSON.stringify({ result: own }))
    await super.teardown()
  }
}
