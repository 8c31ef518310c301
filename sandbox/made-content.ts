/** Made-up branches and findings, for instances of thousands of repositories and for tests without git. */
import { createHash } from 'node:crypto'
import type { BranchHead } from './git.ts'
import type { RepositoryContent, SkippedFile } from './repository-content.ts'
import type { FailingLine } from './scanner.ts'

/** A branch that was made up. */
export type MadeBranch = {
  readonly name: string
  /** How many findings to make up, or the findings themselves. */
  readonly findings: number | readonly FailingLine[]
  /** By default the first branch is the default one. */
  readonly isDefault?: boolean
  /** Files that a scan leaves out. */
  readonly skipped?: readonly SkippedFile[]
  /** Changes the commit id of the branch. */
  readonly revision?: number
}

/** No branch at all is an empty repository. */
export function madeContent(repository: string, branches: readonly MadeBranch[]): RepositoryContent {
  const heads = branches.map((branch, index) => ({
    name: branch.name,
    commit: sha1(`${repository} ${branch.name} ${branch.revision ?? 0}`),
    isDefault: branch.isDefault ?? index === 0,
  }))
  const findingsOf = (head: BranchHead): readonly FailingLine[] => {
    const findings = branches.find((branch) => branch.name === head.name)?.findings ?? 0
    return typeof findings === 'number' ? madeFindings(repository, findings) : findings
  }
  return {
    heads: async () => heads,
    scan: async (head) => findingsOf(head),
    skipped: async (head) => branches.find((branch) => branch.name === head.name)?.skipped ?? [],
    commits: async (revision, limit) =>
      heads
        .filter((head) => head.commit === revision || head.name === revision || revision === 'HEAD')
        .slice(0, limit)
        .map((head) => ({
          id: head.commit,
          parents: [],
          author: 'Sandbox',
          authorEmail: 'sandbox@example.invalid',
          at: Date.UTC(2026, 0, 1),
          message: `Made up for ${head.name}`,
        })),
  }
}

const rules = ['GENERIC_PASSWORD', 'AWS_CLIENT_ID', 'GITHUB_TOKEN', 'SLACK_TOKEN', 'RSA_PRIVATE_KEY']

function madeFindings(repository: string, count: number): FailingLine[] {
  return Array.from({ length: count }, (_, index) => {
    const match = `made-up-${sha1(`${repository} ${index}`).slice(0, 16)}`
    const rule = rules[index % rules.length] ?? 'GENERIC_PASSWORD'
    const path = `src/module-${index % 97}/settings.txt`
    return { path, lineNumber: Math.floor(index / 97) + 1, rule, line: `value = "${match}"`, match }
  })
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex')
}
