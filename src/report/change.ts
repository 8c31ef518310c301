/** What reports say of a branch that was compared with another. Pure; runs in the page too. */
import type { Evidence } from '../context.ts'
import type { Counts, FindingStatus } from '../finding.ts'
import { count } from '../text.ts'

/** The two tips of a comparison. */
export type ReportedChange = {
  readonly branch: string
  /** `null` when it is not known. */
  readonly commit: string | null
  readonly compared: string
  readonly comparedCommit: string | null
  readonly pullRequest: number | null
  /** Findings of the compared branch that the branch has not. */
  readonly gone: number
  /** What a baseline accepts is known too. */
  readonly hasBaseline: boolean
}

type Changed = { readonly change?: ReportedChange | null; readonly counts: Counts }

/** `2 secrets on feature/x (abc) that are not on main (def); 14 more are on both`; `null` without a comparison. */
export function changeSentence({ change, counts }: Changed): string | null {
  if (!change) return null
  const { branch, commit, compared, comparedCommit, hasBaseline } = change
  const { total, new: fresh, behind = 0 } = counts
  const secrets = fresh === 1 ? '1 secret' : `${fresh === 0 ? 'no' : count(fresh)} secrets`
  const added = `${secrets} on ${tip(branch, commit)} that ${fresh === 1 ? 'is' : 'are'} not on ${tip(compared, comparedCommit)}`
  const known = total - fresh - behind
  const more = fresh === 0 ? count(known) : `${count(known)} more`
  const both = `${more} ${known === 1 ? 'is' : 'are'} ${hasBaseline ? 'known' : 'on both'}`
  const mended = `${count(behind)} more ${behind === 1 ? 'is' : 'are'} already removed on ${compared}`
  return [added, ...(known > 0 ? [both] : []), ...(behind > 0 ? [mended] : [])].join('; ')
}

function tip(branch: string, commit: string | null): string {
  return commit === null ? branch : `${branch} (${commit.slice(0, 11)})`
}

/** What is shown beside the code and in Bitbucket: of a change, what it adds alone. */
export function isShown(
  { status }: { readonly status: FindingStatus },
  { change }: Pick<Changed, 'change'>,
): boolean {
  return change ? status === 'new' : status !== 'suppressed'
}

/** The sentence, what the branch no longer has, and once what a comparison of tips cannot show; none without a comparison. */
export function changeLines(
  report: Changed & { readonly evidence: Pick<Evidence, 'notes'> },
): readonly string[] {
  const sentence = changeSentence(report)
  if (!report.change || sentence === null) return []
  const { gone } = report.change
  // A file that was skipped may have what seems to be gone.
  const isWhole = gone > 0 && !report.evidence.notes.some((note) => /skipped/i.test(note))
  return [
    `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`,
    ...(isWhole ? [`No longer reported here: ${count(gone)}.`] : []),
    'Branch tips are compared: a secret that was committed and deleted again is not seen.',
  ]
}
