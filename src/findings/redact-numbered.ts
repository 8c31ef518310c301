/**
 * Redaction of rows that a kernel told as numbers. A name is cleaned once, when its number comes for the first time;
 * from then on the row is a handful of look-ups. Every row about which anything is odd (its own matched text in
 * another cell, a text whose edge may be a blank, a `findings.csv` with revealed texts) goes the way of texts, through
 * `redact.ts`, whose results these are in the first place.
 */
import type { CellReader } from './cells.ts'
import type { CurrentFinding } from './current-finding.ts'
import { REDACTED } from './finding.ts'
import { type CellKind, type Kernel, NOT_PLAIN, WORDS_OF_CELL } from './kernel.ts'
import { NUMBERED, type Numbering, REFUSED, UNSEEN } from './numbering.ts'
import type { IdList } from './numbers/number-list.ts'
import { PairIndex } from './numbers/pair-index.ts'
import type { Places } from './numbers/places.ts'
import { BAD_FINGERPRINT, isFingerprint, lineOf, type Redactor, type Refusal } from './redact.ts'

/** Stands for the name of a column that the export does not have. */
const NO_NAME = 2 ** 32 - 1
const NO_SECRETS: readonly string[] = []

type PlaceNumbers = { readonly refusal: Refusal | null; readonly repository: number; readonly branch: number }

/** The same for the rows of one CSV. */
export class NumberedRedactor {
  readonly #kernel: Kernel
  readonly #places: Places
  readonly #reader: CellReader
  readonly #redactor: Redactor
  readonly #row: CurrentFinding
  readonly #flags: number
  readonly #at: Readonly<
    Record<'project' | 'repository' | 'branch' | 'path' | 'line' | 'rule' | 'match' | 'fingerprint', number>
  >
  readonly #cells: string[] = []
  /** project, repository; that, branch -> `#known` */
  readonly #pairs = new PairIndex()
  readonly #triples = new PairIndex()
  readonly #known: PlaceNumbers[] = []
  #lastProject = -1
  #lastRepository = -1
  #lastBranch = -1
  #place: PlaceNumbers = { refusal: null, repository: 0, branch: 0 }
  readonly #paths: IdList
  readonly #rules: IdList
  readonly #mark: readonly [low: number, high: number]

  /** @param kinds of `reader`, not null. `row` is set for each row that is taken. */
  constructor(
    kinds: readonly CellKind[],
    reader: CellReader,
    redactor: Redactor,
    { kernel, places, cleaned }: Numbering,
    row: CurrentFinding,
  ) {
    this.#kernel = kernel
    this.#places = places
    this.#reader = reader
    this.#redactor = redactor
    this.#row = row
    this.#flags = kinds.length * WORDS_OF_CELL
    const slot = (column: Parameters<CellReader['slot']>[0]): number => {
      const at = reader.slot(column)
      return at < 0 ? -1 : at * WORDS_OF_CELL
    }
    this.#at = {
      project: slot('project'),
      repository: slot('repository'),
      branch: slot('branch'),
      path: slot('path'),
      line: slot('line'),
      rule: slot('rule'),
      match: slot('match'),
      fingerprint: slot('fingerprint'),
    }
    const { path, rule } = cleaned[this.#at.fingerprint < 0 ? 'export' : 'findings']
    this.#paths = path
    this.#rules = rule
    this.#mark = kernel.hash(REDACTED)
  }

  /** Words that each row has. */
  get stride(): number {
    return this.#flags + 1
  }

  /** The texts of the cells of the row at word `at`; the array is used again. */
  texts(at: number): readonly string[] {
    const cells = this.#flags / WORDS_OF_CELL
    for (let slot = 0; slot < cells; slot++)
      this.#cells[slot] = this.#cell(this.#kernel.words, at + slot * WORDS_OF_CELL)
    return this.#cells
  }

  /** The text of one wanted cell, as it was before this project wrote it. */
  text(words: Uint32Array, at: number, slot: number): string {
    return this.#reader.plainText(this.#cell(words, at + slot * WORDS_OF_CELL))
  }

  /** Whether a plain cell is that of the row before. */
  isAsBefore(words: Uint32Array, at: number, slot: number): boolean {
    return words[at + slot * WORDS_OF_CELL] === 1
  }

  #cell(words: Uint32Array, word: number): string {
    return this.#kernel.cell(words[word + 2] as number, words[word + 3] as number)
  }

  /** Number of the row's rule as the kernel has it. */
  rule(words: Uint32Array, at: number): number {
    return words[at + this.#at.rule] as number
  }

  /** Makes the finding of the row whose words begin at `at`; sets all of the current row but its time. */
  redact(words: Uint32Array, at: number): Refusal | null {
    if (words[at + this.#flags] !== 0 || !this.#isHarmless(words, at)) {
      return this.#redactor.redact(this.texts(at), this.#row, this.#places)
    }
    const place = this.#placeOf(words, at)
    if (place.refusal?.kind === 'outside') return place.refusal
    const rule = this.#ruleOf(words[at + this.#at.rule] as number)
    const path = this.#pathOf(words[at + this.#at.path] as number)
    if (place.refusal !== null || rule < 0 || path < 0) return this.#judged(at)
    const line = this.#lineOf(words, at)
    if (line < 0) return this.#judged(at)
    const row = this.#row
    row.key = this.#places.keyOf(place.repository, path, rule)
    row.branchNumber = place.branch
    row.lineNumber = line
    this.#setText(words, at)
    return this.#at.fingerprint < 0 ? null : this.#setFingerprint(words, at)
  }

  /** What becomes of a row with something wrong in it: `redact.ts` has the words, and takes what stands for a bad row. */
  #judged(at: number): Refusal | null {
    return this.#redactor.redact(this.texts(at), this.#row, this.#places)
  }

  /** In a `findings.csv`, a matched text that was revealed may be written with marks. */
  #isHarmless(words: Uint32Array, at: number): boolean {
    if (this.#at.fingerprint < 0) return true
    const match = at + this.#at.match
    const [low, high] = [words[match], words[match + 1]]
    return (low === 0 && high === 0) || (low === this.#mark[0] && high === this.#mark[1])
  }

  #placeOf(words: Uint32Array, at: number): PlaceNumbers {
    const { project: projectAt, repository: repositoryAt, branch: branchAt } = this.#at
    const project = projectAt < 0 ? NO_NAME : (words[at + projectAt] as number)
    const repository = repositoryAt < 0 ? NO_NAME : (words[at + repositoryAt] as number)
    const branch = branchAt < 0 ? NO_NAME : (words[at + branchAt] as number)
    if (project === this.#lastProject && repository === this.#lastRepository && branch === this.#lastBranch) {
      return this.#place
    }
    this.#lastProject = project
    this.#lastRepository = repository
    this.#lastBranch = branch
    const known = this.#triples.number(this.#pairs.number(project, repository), branch)
    this.#known[known] ??= this.#lookAtPlace(project, repository, branch)
    this.#place = this.#known[known]
    return this.#place
  }

  #lookAtPlace(project: number, repository: number, branch: number): PlaceNumbers {
    const names = this.#redactor.place(
      this.#text(project),
      this.#text(repository),
      this.#text(branch),
      NO_SECRETS,
    )
    if (names.refusal !== null) return { refusal: names.refusal, repository: 0, branch: 0 }
    return {
      refusal: null,
      repository: this.#places.repository(names.project, names.repository),
      branch: this.#places.branches.number(names.branch),
    }
  }

  #text(name: number): string {
    return name === NO_NAME ? '' : this.#reader.plainText(this.#kernel.text(name))
  }

  /** Number of a cleaned rule; -1 when it is none. */
  #ruleOf(name: number): number {
    const known = this.#rules.at(name)
    return known === UNSEEN ? this.#look('rule', name) : known - NUMBERED
  }

  /** The same of a path. */
  #pathOf(name: number): number {
    const known = this.#paths.at(name)
    return known === UNSEEN ? this.#look('path', name) : known - NUMBERED
  }

  #look(kind: 'path' | 'rule', name: number): number {
    const { text, refusal } = this.#redactor[kind](this.#text(name), NO_SECRETS)
    const [list, names] =
      kind === 'path' ? [this.#paths, this.#places.paths] : [this.#rules, this.#places.rules]
    list.set(name, refusal === null ? names.number(text) + NUMBERED : REFUSED)
    return list.at(name) - NUMBERED
  }

  /** The line, 0 for none; -1 when it is no number. */
  #lineOf(words: Uint32Array, at: number): number {
    const { line } = this.#at
    if (line < 0) return 0
    const value = words[at + line] as number
    if (value !== NOT_PLAIN) return value
    const number = lineOf(this.#reader.plainText(this.#cell(words, at + line)))
    return number === undefined ? -1 : (number ?? 0)
  }

  #setText(words: Uint32Array, at: number): void {
    const { match } = this.#at
    if (match < 0) {
      this.#row.setText('', false)
      return
    }
    const word = at + match
    this.#row.setTextAt(
      words[word + 2] as number,
      words[word + 3] as number,
      words[word] as number,
      words[word + 1] as number,
      this.#at.fingerprint >= 0,
    )
  }

  #setFingerprint(words: Uint32Array, at: number): Refusal | null {
    const word = at + this.#at.fingerprint
    const text = this.#cell(words, word)
    if (!isFingerprint(text)) return BAD_FINGERPRINT
    this.#row.fingerprint = text
    this.#row.textLow = words[word] as number
    this.#row.textHigh = words[word + 1] as number
    return null
  }
}
