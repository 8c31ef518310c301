/** What the verdict's way back to Bitbucket demands of the other inputs. */
import type { InputReader } from './input-reader.ts'
import type { Inputs } from './inputs.ts'
import { type InputName, rowOf } from './table.ts'

/** Keeps a mistake for each way of posting the verdict that this scope cannot have. */
export function refuseFeedback(reader: InputReader, inputs: Inputs): void {
  const wanted: readonly (readonly [InputName, boolean])[] = [
    ['code-insights', inputs.codeInsights],
    ['build-status', inputs.buildStatus],
    ['pull-request-comment', inputs.pullRequestComment !== 'never'],
  ]
  const before = reader.mistakes.length
  for (const [name, isWanted] of wanted) {
    if (!isWanted || !rowOf(name).usedBy.includes(inputs.operation) || inputs.targets.length === 0) continue
    const [target] = inputs.targets
    if (inputs.targets.length === 1 && (target?.kind === 'repo' || target?.kind === 'branch')) continue
    reader.refuse(
      name,
      `\`${name}\` posts the verdict to one repository, so it needs a scope of one repository or one branch: give \`project\` and \`repo\` (and \`branch\`), or leave it out.`,
    )
  }
  if (reader.mistakes.length > before || inputs.pullRequestComment === 'never') return
  if (!rowOf('pull-request-comment').usedBy.includes(inputs.operation) || reader.has('pull-request')) return
  reader.refuse(
    'pull-request-comment',
    `\`pull-request-comment: ${inputs.pullRequestComment}\` needs \`pull-request\`, the number of the pull request in Bitbucket: give it.`,
  )
}
