/** A repository in which somebody pushes to a branch, or deletes it, while a gate runs. */
import type { BranchHead } from '../git.ts'
import type { RepositoryContent } from '../repository-content.ts'

/** What happens to a branch. `pushed`: its newest commit arrives then, and is not there before. */
export type BranchEvent = { readonly branch: string; readonly event: 'pushed' | 'deleted' }

/** The content as it was before the event, until `happen` is called. */
export function changingBranch(
  content: RepositoryContent,
  { branch, event }: BranchEvent,
): { readonly content: RepositoryContent; readonly happen: () => void } {
  let happened = false
  const before = async (head: BranchHead): Promise<BranchHead> => {
    const [, parent] = head.name === branch && event === 'pushed' ? await content.commits(head.commit, 2) : []
    return parent === undefined ? head : { ...head, commit: parent.id }
  }
  return {
    happen() {
      happened = true
    },
    content: {
      ...content,
      async heads() {
        const heads = await content.heads()
        if (!happened) return Promise.all(heads.map(before))
        return event === 'deleted' ? heads.filter((head) => head.name !== branch) : heads
      },
    },
  }
}
