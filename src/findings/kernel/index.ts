/** What the engine calls: see scan.ts. */

export { intern, open, scratchFor, textAt, textBytes } from './dictionary'
export { begin, inputAt, inputBytes, outputAt, scan, stoppedAt, want } from './scan'
export { hash, lastHigh, lastLow, setKey } from './siphash'
