/** GitHub's artifact store. Sole user of @actions/artifact, which is loaded only when something is uploaded. */

import { AsyncLocalStorage } from 'node:async_hooks'
import type { ArtifactClient } from '@actions/artifact'
import type { ArtifactStore } from '../host.ts'
import type { Environment, Stop } from './process.ts'

/** The store, or `null` where the runner offers none: no service address or token, or GitHub Enterprise Server. */
export function artifactStore(
  environment: Environment,
  runUrl: string | null,
  guard: Stop['guard'],
  debug: (line: string) => void,
): ArtifactStore | null {
  const offered = environment.ACTIONS_RUNTIME_TOKEN && environment.ACTIONS_RESULTS_URL
  if (!offered || isEnterpriseServer(environment)) return null
  /**
   * The client writes to stdout by itself, `::error` too where the run then passes, and goes on with it after it has
   * failed: those are lines for debugging, and none of them may follow the verdict.
   */
  const quietly = async <T>(call: () => Promise<T>): Promise<T> => {
    sortWrites(process.stdout)
    const lines: Lines = { debug }
    try {
      return await guard(() => clientLines.run(lines, call))
    } finally {
      lines.debug = null
    }
  }
  const upload: ArtifactStore['upload'] = async ({ name, root, files, retentionDays }) => {
    const client = await openClient()
    const options = retentionDays === null ? {} : { retentionDays }
    const stored = await quietly(() => client.uploadArtifact(name, [...files], root, options)).catch(inDoubt)
    if (stored.id === undefined) return inDoubt(new Error('FinalizeArtifact gave no id'))
    const id = String(stored.id)
    return { id, url: runUrl === null ? '' : `${runUrl}/artifacts/${id}`, digest: stored.digest ?? '' }
  }
  return {
    upload,
    replace: async (artifact) => {
      const client = await openClient()
      await quietly(() => client.deleteArtifact(artifact.name))
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

/** The lines of the call that writes; `null` once it is over. */
type Lines = { debug: ((line: string) => void) | null }
const clientLines = new AsyncLocalStorage<Lines>()
let writesAreSorted = false

/** Writes of the client are known by their async context, which its timers and streams keep. */
function sortWrites(stdout: NodeJS.WriteStream): void {
  if (writesAreSorted) return
  writesAreSorted = true
  const write = stdout.write.bind(stdout) as (...args: unknown[]) => boolean
  const sorted = (...args: unknown[]): boolean => {
    const lines = clientLines.getStore()
    if (lines === undefined) return write(...args)
    const { debug } = lines
    if (debug !== null) {
      clientLines.exit(() =>
        debug(
          `artifact: ${String(args[0])
            .trim()
            .replace(/^::\w+::/, '')}`,
        ),
      )
    }
    return true
  }
  stdout.write = sorted as typeof stdout.write
}

/** The artifact client refuses these servers (its `isGhes`); github.com, *.ghe.com and *.localhost are served. */
function isEnterpriseServer({ GITHUB_SERVER_URL }: Environment): boolean {
  const host = URL.parse(GITHUB_SERVER_URL || 'https://github.com')?.hostname ?? ''
  return host !== 'github.com' && !host.endsWith('.ghe.com') && !host.endsWith('.localhost')
}
