/** Everything that replays one fault: a sandbox that plays it, and the gate that meets it. */
import { madeUpToken } from './default-users.ts'
import type { FaultScenario } from './faults/scenario.ts'
import { gateInputs } from './gate-command.ts'
import type { SandboxRepository, SandboxUser } from './options.ts'
import { type Sandbox, startSandbox } from './server.ts'

export type Replay = {
  readonly sandbox: Sandbox
  /** Inputs of the gate by their names in the contract; secrets are not among them. */
  readonly inputs: Readonly<Record<string, string>>
  /** `SOTERI_GATE_TOKEN`, or `SOTERI_GATE_PASSWORD` where the scope needs a Bitbucket admin. */
  readonly secrets: Readonly<Record<string, string>>
}

/** Starts a sandbox that plays the fault over these repositories; the first one is the one it hits. */
export async function startReplay(
  fault: FaultScenario | undefined,
  repositories: readonly SandboxRepository[],
  workFolder: string,
): Promise<Replay> {
  const users = replayUsers(repositories)
  const sandbox = await startSandbox({
    repositories,
    users,
    workFolder,
    ...(fault === undefined ? {} : { fault }),
  })
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

/** An administrator with a password, and a CI account whose token administers every project. */
function replayUsers(repositories: readonly SandboxRepository[]): readonly SandboxUser[] {
  const projects = [...new Set(repositories.map((each) => each.project))]
  return [
    { name: 'admin', password: madeUpToken(), rights: { admin: true } },
    { name: 'ci', token: madeUpToken(), rights: { projectAdmin: projects } },
  ]
}
