/** A repository in which the newest commit of one branch arrives later: somebody pushes while a gate runs. */
import type { BranchHead } from '../git.ts'
import type { RepositoryContent } from '../repository-content.ts'

/** The content as it was before that commit, until `push` is called. */
export function holdBack(
  content: RepositoryContent,
  branch: string,
): { readonly content: RepositoryContent; readonly push: () => void } {
  let isPushed = false
  const before = async (head: BranchHead): Promise<BranchHead> => {
    const [, parent] = head.name === branch ? await content.commits(head.commit, 2) : []
    return parent === undefined ? head : { ...head, commit: parent.id }
  }
  return {
    push() {
      isPushed = true
    },
    content: {
      ...content,
      async heads() {
        const heads = await content.heads()
        return isPushed ? heads : Promise.all(heads.map(before))
      },
    },
  }
}
