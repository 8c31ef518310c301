/** The first import of both entries: from here on, an end without a verdict says so, and no signal is missed. */
import { expectVerdict } from './process.ts'

expectVerdict(process)
