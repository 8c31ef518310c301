/**
 * The row that is being judged: numbers that are set for each row, and the finding that they stand for, which is put
 * together only when somebody reads it. Its matched text is reached by nobody but through `matchId` and `match`.
 */
import { type KeptFinding, type NumberedFinding, REDACTED } from './finding.ts'
import type { Kernel } from './kernel.ts'
import type { MatchIds } from './matched-text.ts'
import type { Places } from './numbers/places.ts'

/** One for all rows of a CSV: set anew for each. */
export class CurrentFinding implements NumberedFinding {
  key = 0
  branchNumber = 0
  lineNumber = 0
  scannedMs = Number.NaN
  textLow = 0
  textHigh = 0
  fingerprint: string | undefined = undefined
  readonly #places: Places
  readonly #kernel: Kernel
  readonly #matchIdOf: MatchIds
  readonly #reveal: boolean
  /** The matched text, or `null` when it is to be taken from the kernel's memory. */
  #text: string | null = ''
  #start = 0
  #end = 0
  /** The text is the mark of one that an earlier run redacted. */
  #isMark = false
  #hasText = false

  constructor(places: Places, kernel: Kernel, matchIdOf: MatchIds, reveal: boolean) {
    this.#places = places
    this.#kernel = kernel
    this.#matchIdOf = matchIdOf
    this.#reveal = reveal
  }

  /** The matched text of the row. @param isMark it stands for one that was redacted before */
  setText(text: string, isMark: boolean): void {
    this.fingerprint = undefined
    this.#text = text
    this.#isMark = isMark
    const [low, high] = this.#kernel.hash(text)
    this.textLow = low
    this.textHigh = high
    this.#hasText = (low | high) !== 0
  }

  /** The same by its addresses in the kernel's memory, which hold until the next row. */
  setTextAt(start: number, end: number, low: number, high: number, isMark: boolean): void {
    this.fingerprint = undefined
    this.#text = null
    this.#start = start
    this.#end = end
    this.#isMark = isMark
    this.textLow = low
    this.textHigh = high
    this.#hasText = (low | high) !== 0
  }

  /** What an earlier run called the finding: it tells the text. */
  setFingerprint(fingerprint: string): void {
    this.fingerprint = fingerprint
    const [low, high] = this.#kernel.hash(fingerprint)
    this.textLow = low
    this.textHigh = high
  }

  get repositoryNumber(): number {
    return this.#places.repositoryOf(this.key)
  }

  get project(): string {
    return this.#places.projects.name(this.#places.projectOf(this.repositoryNumber))
  }

  get repository(): string {
    return this.#places.slugName(this.repositoryNumber)
  }

  get branch(): string {
    return this.#places.branches.name(this.branchNumber)
  }

  get path(): string {
    return this.#places.paths.name(this.#places.pathOf(this.key))
  }

  get line(): number | null {
    return this.lineNumber === 0 ? null : this.lineNumber
  }

  get rule(): string {
    return this.#places.rules.name(this.#places.ruleOf(this.key))
  }

  get scannedAt(): number | null {
    return Number.isNaN(this.scannedMs) ? null : this.scannedMs
  }

  get matchId(): string {
    return this.#isMark ? '' : this.#matchIdOf(this.#matchedText)
  }

  get match(): string {
    if (this.#reveal) return this.#matchedText
    return this.#hasText ? REDACTED : ''
  }

  copy(): KeptFinding {
    const { project, repository, branch, path, line, rule, scannedAt, match, fingerprint } = this
    const finding = { project, repository, branch, path, line, rule, scannedAt, match }
    return fingerprint === undefined ? finding : { ...finding, fingerprint }
  }

  get #matchedText(): string {
    this.#text ??= this.#kernel.cell(this.#start, this.#end)
    return this.#text
  }
}
