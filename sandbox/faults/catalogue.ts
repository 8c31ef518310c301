/** Every scripted fault by name. */
import { auditFaults } from './audit.ts'
import { copyFaults } from './copies.ts'
import { csvFaults } from './csv-exports.ts'
import { networkFaults } from './network.ts'
import { repositoryFaults } from './odd-repositories.ts'
import { overloadFaults } from './overload.ts'
import { pageFaults } from './pages.ts'
import { pagingFaults } from './paging.ts'
import { pullRequestFaults } from './pull-requests.ts'
import { refusalFaults } from './refusals.ts'
import { scanFaults } from './scan-states.ts'
import type { FaultScenario } from './scenario.ts'
import { zipFaults } from './zip-exports.ts'

/** All scenarios; names are unique. */
export const faultScenarios: readonly FaultScenario[] = [
  ...networkFaults,
  ...refusalFaults,
  ...overloadFaults,
  ...pageFaults,
  ...scanFaults,
  ...repositoryFaults,
  ...copyFaults,
  ...csvFaults,
  ...zipFaults,
  ...pagingFaults,
  ...pullRequestFaults,
  ...auditFaults,
]

/** Throws an error that lists the nearest names. */
export function faultNamed(name: string): FaultScenario {
  const found = faultScenarios.find((scenario) => scenario.name === name)
  if (found !== undefined) return found
  const shared = (other: string): number => {
    const words = name.toLowerCase().split('-')
    return words.filter((word) => word !== '' && other.includes(word)).length
  }
  const near = faultScenarios
    .map((scenario) => scenario.name)
    .filter((each) => shared(each) > 0)
    .sort((a, b) => shared(b) - shared(a))
  const hint = near.length > 0 ? ` Names like it: ${near.slice(0, 8).join(', ')}.` : ''
  throw new Error(`There is no fault "${name}".${hint} --list-faults shows all of them.`)
}
