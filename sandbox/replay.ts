/** Replays faults: a sandbox that plays one, and a gate that meets it and must end as the scenario says. */
import { join } from 'node:path'
import { ciUsers } from './default-users.ts'
import { demoPullRequests } from './demo-pull-requests.ts'
import type { FaultScenario } from './faults/scenario.ts'
import { gateInputs } from './gate-command.ts'
import { type GateReport, readReport } from './gate-process.ts'
import type { SandboxRepository } from './options.ts'
import { type RecordedRequest, type Sandbox, startSandbox } from './server.ts'

type Replay = {
  readonly sandbox: Sandbox
  /** Inputs of the gate by their names in the contract; secrets are not among them. */
  readonly inputs: Readonly<Record<string, string>>
  /** `SOTERI_GATE_TOKEN`, or `SOTERI_GATE_PASSWORD` where the scope needs a Bitbucket admin. */
  readonly secrets: Readonly<Record<string, string>>
}

/** Runs a gate with these inputs and secrets, `output-dir` included; resolves with its exit code. */
export type Engine = (
  inputs: Readonly<Record<string, string>>,
  secrets: Readonly<Record<string, string>>,
) => Promise<number>

/** How a replay ended. */
export type ReplayEnd = {
  readonly exitCode: number
  /** `null` when the gate left none that can be read. */
  readonly report: GateReport | null
  readonly requests: readonly RecordedRequest[]
  /** Why this is not the end the scenario asks for; `null` when it is. */
  readonly wrong: string | null
}

/** How the gate ends when nothing is wrong with the server: what a fault that heals must come to. */
type HealthyEnd = { readonly verdict: string; readonly exitCode: number }

/** Starts a sandbox that plays the fault over these repositories; the first one is the one it hits. */
async function startReplay(
  fault: FaultScenario,
  repositories: readonly SandboxRepository[],
  workFolder: string,
): Promise<Replay> {
  const users = ciUsers(repositories.map((each) => each.project))
  const pullRequests = fault.scope === 'pull-request' ? demoPullRequests : []
  const sandbox = await startSandbox({ repositories, pullRequests, users, workFolder, fault })
  const inputs = gateInputs(sandbox.url, repositories, fault)
  const [admin, ci] = users
  if (inputs.scope !== 'instance') {
    return { sandbox, inputs, secrets: { SOTERI_GATE_TOKEN: ci?.token ?? '' } }
  }
  return {
    sandbox,
    inputs: { ...inputs, username: admin?.name ?? '' },
    secrets: { SOTERI_GATE_PASSWORD: admin?.password ?? '' },
  }
}

/** Plays one fault to one gate, in a work folder of its own. */
export async function replayFault(
  fault: FaultScenario,
  repositories: readonly SandboxRepository[],
  workFolder: string,
  engine: Engine,
  healthy: HealthyEnd,
): Promise<ReplayEnd> {
  const { sandbox, inputs, secrets } = await startReplay(fault, repositories, workFolder)
  const outputDir = join(workFolder, 'report')
  try {
    const gate = { ...inputs, 'output-dir': outputDir }
    if (fault.before !== undefined) await engine({ ...gate, ...fault.before }, secrets)
    const exitCode = await engine(gate, secrets)
    const report = readReport(outputDir)
    return {
      exitCode,
      report,
      requests: sandbox.requests,
      wrong: whatIsWrong(fault, exitCode, report, healthy),
    }
  } finally {
    await sandbox.close()
  }
}

function whatIsWrong(
  { expected }: FaultScenario,
  exitCode: number,
  report: GateReport | null,
  healthy: HealthyEnd,
): string | null {
  const right = 'heals' in expected ? healthy : expected
  if (exitCode !== right.exitCode) return `exit code ${exitCode} instead of ${right.exitCode}`
  if (report === null) return 'report.json is missing or cannot be read'
  if (report.verdict !== right.verdict) return `verdict ${report.verdict} instead of ${right.verdict}`
  return report.exitCode === exitCode ? null : `report.json says exit code ${report.exitCode}`
}
