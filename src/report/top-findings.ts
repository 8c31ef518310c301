/** The worst findings of a run in bounded memory, the same in whatever order the rows come. Pure. */
import type { Inputs } from '../config/inputs.ts'
import type { FindingRow, MaskedNames } from '../export/finding-row.ts'
import { IdList } from '../export/typed-tables.ts'
import { type Finding, findingStatuses, type Ruling, severities } from '../finding.ts'
import { byCodeUnits } from '../text.ts'
import { type JudgedFinding, SHORTLIST_LIMIT } from './model.ts'

type KeepableRow = Pick<FindingRow, 'finding' | 'key' | 'repository'>

type KeepableRuling = Pick<Ruling, 'status' | 'severity'> & { copy(): Ruling }

/** Worst first: new before known before suppressed, then by severity, then by names. */
type Ranked = { readonly rank: number; readonly finding: JudgedFinding }

export class TopFindings {
  readonly #limit: number
  #kept: Ranked[] = []
  #isCut = false
  /** Once some were left out: what comes after this one is left out too. */
  #last: Ranked | undefined
  /** 1 for ids that come after it at the same rank, so that their names are not read again for each row. */
  #laterRepositories = new IdList()
  #laterKeys = new IdList()

  constructor(limit: number = SHORTLIST_LIMIT) {
    this.#limit = limit
  }

  /** Keeps a copy of the row while it is among the worst. */
  add(row: KeepableRow, ruling: KeepableRuling): void {
    const rank =
      findingStatuses.indexOf(ruling.status) * severities.length + severities.indexOf(ruling.severity)
    if (this.#isCut && this.#isAfterLast(row, rank)) return
    this.#kept.push({ rank, finding: { ...row.finding(), ...ruling.copy() } })
    // Seldom, as it takes time.
    if (this.#kept.length > 1.5 * this.#limit) this.#shrink()
  }

  /** Masks names that were kept before a later row showed a secret in them. */
  mask(masks: MaskedNames): void {
    if (masks.size === 0) return
    this.#kept = this.#kept.map(({ rank, finding }) => ({ rank, finding: masks.writtenFinding(finding) }))
  }

  items(): readonly JudgedFinding[] {
    this.#shrink()
    return this.#kept.map(({ finding }) => finding)
  }

  get isCut(): boolean {
    return this.#isCut || this.#kept.length > this.#limit
  }

  #shrink(): void {
    this.#kept.sort(
      (a, b) =>
        a.rank - b.rank ||
        byNames(a.finding, b.finding) ||
        byCodeUnits(a.finding.fingerprint, b.finding.fingerprint),
    )
    if (this.#kept.length <= this.#limit) return
    this.#kept.length = this.#limit
    const last = this.#kept.at(-1)
    if (last?.rank !== this.#last?.rank) {
      this.#laterRepositories = new IdList()
      this.#laterKeys = new IdList()
    }
    this.#last = last
    this.#isCut = true
  }

  #isAfterLast(row: KeepableRow, rank: number): boolean {
    if (this.#last === undefined || rank !== this.#last.rank) return rank > (this.#last?.rank ?? -1)
    if (this.#laterRepositories.at(row.repository) === 1 || this.#laterKeys.at(row.key) === 1) return true
    const finding = row.finding()
    const last = this.#last.finding
    if (byRepository(finding, last) > 0) this.#laterRepositories.set(row.repository, 1)
    else if (byPath(finding, last) > 0) this.#laterKeys.set(row.key, 1)
    return byNames(finding, last) > 0
  }
}

function byRepository(a: Finding, b: Finding): number {
  return byCodeUnits(a.project, b.project) || byCodeUnits(a.repository, b.repository)
}

function byPath(a: Finding, b: Finding): number {
  return byRepository(a, b) || byCodeUnits(a.path, b.path)
}

function byNames(a: Finding, b: Finding): number {
  return (
    byPath(a, b) ||
    (a.line ?? 0) - (b.line ?? 0) ||
    byCodeUnits(a.rule, b.rule) ||
    byCodeUnits(a.branch, b.branch) ||
    (a.scannedAt ?? 0) - (b.scannedAt ?? 0) ||
    byCodeUnits(a.match, b.match)
  )
}

/** Findings kept for what is posted in Bitbucket, where no file lists them. */
const POSTED_LIMIT = 5_000

/** How many of the worst findings are kept: each costs time, and most runs show only a few beside the code. */
export function topFindingsLimit(inputs: Inputs): number {
  const { formats, codeInsights, pullRequestComment, annotations, logFindings, blame } = inputs
  if (formats.some((format) => format === 'html' || format === 'sarif' || format === 'gitlab'))
    return SHORTLIST_LIMIT
  return codeInsights || pullRequestComment !== 'never'
    ? POSTED_LIMIT
    : candidatesFor(Math.max(annotations, logFindings, blame))
}

/** Many of the worst findings are in no file of the checkout, repeat another, or are within every limit. */
export function candidatesFor(limit: number): number {
  return 100 * limit
}
