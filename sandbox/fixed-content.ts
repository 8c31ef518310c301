/** Content that does not change while it is served: read once, so that git is not started for each request. */
import type { RepositoryContent } from './repository-content.ts'

/** The same content, for any number of sandboxes at a time. */
export function fixedContent(content: RepositoryContent): RepositoryContent {
  const scans = new Map<string, ReturnType<RepositoryContent['scan']>>()
  let heads: ReturnType<RepositoryContent['heads']> | null = null
  return {
    ...content,
    heads: () => {
      heads ??= content.heads()
      return heads
    },
    scan: (head) => {
      // A sandbox that closes must not end the scan of the others, so its signal is not passed on.
      const scan = scans.get(head.commit) ?? content.scan(head, () => undefined, new AbortController().signal)
      scans.set(head.commit, scan)
      return scan
    },
  }
}
