/** GitHub's artifact store. Sole user of @actions/artifact, which is loaded only when something is uploaded. */
import type { ArtifactClient } from '@actions/artifact'
import type { ArtifactStore } from '../host.ts'
import type { Environment, Stop } from './process.ts'

/** The store, or `null` where the runner offers none: no service address or token, or GitHub Enterprise Server. */
export function artifactStore(
  environment: Environment,
  runUrl: string | null,
  guard: Stop['guard'],
): ArtifactStore | null {
  const offered = environment.ACTIONS_RUNTIME_TOKEN && environment.ACTIONS_RESULTS_URL
  if (!offered || isEnterpriseServer(environment)) return null
  const upload: ArtifactStore['upload'] = async ({ name, root, files, retentionDays }) => {
    const client = await openClient()
    const options = retentionDays === null ? {} : { retentionDays }
    const stored = await guard(() => client.uploadArtifact(name, [...files], root, options)).catch(inDoubt)
    if (stored.id === undefined) return inDoubt(new Error('FinalizeArtifact gave no id'))
    const id = String(stored.id)
    return { id, url: runUrl === null ? '' : `${runUrl}/artifacts/${id}`, digest: stored.digest ?? '' }
  }
  return {
    upload,
    replace: async (artifact) => {
      const client = await openClient()
      await guard(() => client.deleteArtifact(artifact.name))
      return await upload(artifact)
    },
  }
}

/**
 * The client names the call that failed. Before the last one nothing is stored yet, and an artifact of this name may be
 * another job's; after it the store may have done all, and only its answer be lost.
 */
function inDoubt(caught: unknown): never {
  if (!(caught instanceof Error) || !caught.message.includes('FinalizeArtifact')) throw caught
  throw Object.assign(caught, { mayBeStored: true })
}

async function openClient(): Promise<ArtifactClient> {
  // The client makes its connections with the defaults of Node, which would not verify certificates then.
  delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
  const { DefaultArtifactClient } = await import('@actions/artifact')
  return new DefaultArtifactClient()
}

/** The artifact client refuses these servers (its `isGhes`); github.com, *.ghe.com and *.localhost are served. */
function isEnterpriseServer({ GITHUB_SERVER_URL }: Environment): boolean {
  const host = URL.parse(GITHUB_SERVER_URL || 'https://github.com')?.hostname ?? ''
  return host !== 'github.com' && !host.endsWith('.ghe.com') && !host.endsWith('.localhost')
}
