/**
 * Preloaded into every run that is compared, and into the sandbox, whose zips hold times: the date never changes, so
 * that nothing differs by it.
 */
import { FIXED_NOW } from './fixed-now.ts'

const RealDate = Date

class FixedDate extends RealDate {
  constructor(...given: ConstructorParameters<typeof Date> | []) {
    // The overloads of Date cannot be spread; without arguments it is now.
    super(...((given.length === 0 ? [FIXED_NOW] : given) as [number]))
  }

  static override now(): number {
    return FIXED_NOW
  }
}

globalThis.Date = FixedDate as DateConstructor
