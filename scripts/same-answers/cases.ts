/** All cases, in the order in which they run. */
import { archiveCases } from './archive-cases.ts'
import { badRowCases } from './bad-row-cases.ts'
import type { Case } from './case.ts'
import { dialectCases } from './dialect-cases.ts'
import { policyCases } from './policy-cases.ts'
import { randomCases } from './random-cases.ts'
import { serverCases } from './server-cases.ts'

export function allCases(): readonly Case[] {
  return [
    ...dialectCases(),
    ...badRowCases(),
    ...archiveCases(),
    ...policyCases(),
    ...serverCases(),
    ...randomCases(),
  ]
}
