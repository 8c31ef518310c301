/**
 * Redacted rows, as they go on to the judge: nothing in them holds a matched text. And the names of a run by their ids: equal
 * names have equal ids, so that each is decoded, cleaned and matched by globs once, and everything else is arithmetic on small
 * numbers. Ids leave this folder only for `judge/`.
 */
import type { Finding } from '../finding.ts'
import { placeOf, type Repository, type Target } from '../target.ts'
import type { SecretHasher } from './secret-hash.ts'
import { IdList, NameTable } from './typed-tables.ts'

/** A finding by the ids of its names (see `FindingNames`). One object serves all rows of a run. */
export class FindingRow {
  key = 0
  /** Those of the key. */
  repository = 0
  rule = 0
  branch = 0
  /** 0 when unknown. */
  line = 0
  /** Milliseconds since the epoch; NaN when unknown. */
  scannedMs = Number.NaN
  /** Halves of the hash that distinguishes this finding from others of its key; both 0 when the line has to. */
  hashLow = 0
  hashHigh = 0
  /** The hash is that of the matched text, and not of a fingerprint. */
  hasText = false
  /** Halves of the hash of the `secretIdentity`; both 0 without a text. Made only for `FindingSink.compares`. */
  identityLow = 0
  identityHigh = 0
  /** As in `isMaskedText`; likewise. */
  isMasked = false
  match = ''
  /** A bit for each column by which the export flags it as reviewed or allow-listed. */
  flags = 0
  /** As in the `findings.csv` of an earlier run; `undefined` for a row of an export. */
  fingerprint: string | undefined = undefined
  /**
   * The names that the row had when its whole matched text was redacted in them before they got ids: baselines and
   * fingerprints were made of these. `null` for nearly all rows.
   */
  former: FindingKey | null = null
  readonly names: FindingNames
  readonly #hasher: SecretHasher

  constructor(names: FindingNames, hasher: SecretHasher) {
    this.names = names
    this.#hasher = hasher
  }

  /** Identity of the matched text within this run, '' when there is none. */
  get secretHash(): string {
    return this.hasText ? `${this.hashHigh.toString(16)}:${this.hashLow.toString(16)}` : ''
  }

  /** HMAC-SHA-256 (hex) of the matched text under the `fingerprint-key`, '' when there is none. */
  get secretHmac(): string {
    return this.hasText ? this.#hasher.hmac(this.hashLow, this.hashHigh) : ''
  }

  /** The finding itself, to keep, named as it is written. */
  finding(): Finding {
    const { names, key, branch, line, scannedMs, match, fingerprint } = this
    const { project, repository, path, rule } = names.writtenKey(key)
    const finding = {
      project,
      repository,
      branch: names.masks.written('branch', names.branches.text(branch)),
      path,
      line: line === 0 ? null : line,
      rule,
      scannedAt: Number.isNaN(scannedMs) ? null : scannedMs,
      match,
    }
    return fingerprint === undefined ? finding : { ...finding, fingerprint }
  }
}

/** One reviewed text. `null` means any. */
export type ReviewedRow = {
  readonly project: string | null
  readonly repository: string | null
  readonly rule: string | null
  readonly path: string | null
  readonly line: number | null
  /** As in `FindingRow`; '' when the export carries no text. */
  readonly secretHash: string
  readonly match: string
  /** Milliseconds since the epoch; `null` when unknown. */
  readonly reviewedAt: number | null
}

/** What a baseline counts by. */
export type FindingKey = Pick<Finding, 'project' | 'repository' | 'path' | 'rule'>

/** Cleaned names of a few hundred values, with their texts at hand. */
export class Names {
  readonly #table = new NameTable()
  readonly #texts: string[] = []

  get size(): number {
    return this.#texts.length
  }

  intern(name: string, outer = 0): number {
    const id = this.#table.internText(name, outer)
    this.#texts[id] ??= name
    return id
  }

  text(id: number): string {
    return this.#texts[id] as string
  }

  outer(id: number): number {
    return this.#table.outer(id)
  }

  /** Wipes names, and gives their ids what `written` has for them. */
  replace(written: ReadonlyMap<string, string>): void {
    for (const [id, name] of this.#texts.entries()) {
      const other = written.get(name)
      if (other === undefined) continue
      this.#table.replace(id, other)
      this.#texts[id] = other
    }
  }
}

/** Of a cleaned id in `cleanedRules` and `cleanedKeys`: ids themselves begin at the last of these. */
export const [UNSEEN, REFUSED, FIRST_ID] = [0, 1, 2]

/** The cleaned names of a run. A *key* is a path in a repository under a rule. */
export class FindingNames {
  readonly projects = new Names()
  /** Slugs within a project. */
  readonly repositories = new Names()
  readonly branches = new Names()
  readonly rules = new Names()
  /** Paths within a repository (outer) under a rule (inner). */
  readonly keys = new NameTable()
  /** Cells as exported, and what became of them: see redact.ts. */
  cells = new NameTable()
  readonly cleanedRules = new IdList()
  readonly cleanedKeys = new IdList()

  repository(project: string, slug: string): number {
    return this.repositories.intern(slug, this.projects.intern(project))
  }

  key({ project, repository, path, rule }: FindingKey): number {
    return this.keys.internText(path, this.repository(project, repository), this.rules.intern(rule))
  }

  repositoryOf(key: number): number {
    return this.keys.outer(key)
  }

  ruleOf(key: number): number {
    return this.keys.inner(key)
  }

  project(repository: number): string {
    return this.projects.text(this.repositories.outer(repository))
  }

  /** `PROJ/slug` */
  repositoryName(repository: number): string {
    return `${this.project(repository)}/${this.repositories.text(repository)}`
  }

  readonly masks = new MaskedNames()
  /** As what policies, fingerprints and reviews know every repository of the run; `null`: as itself. */
  policyRepository: Repository | null = null

  findingKey(key: number): FindingKey {
    const repository = this.repositoryOf(key)
    return {
      project: this.project(repository),
      repository: this.repositories.text(repository),
      path: this.keys.text(key),
      rule: this.rules.text(this.ruleOf(key)),
    }
  }

  policyKey(key: number): FindingKey {
    const { policyRepository: known } = this
    const own = this.findingKey(key)
    return known === null ? own : { ...own, project: known.project, repository: known.repo }
  }

  writtenKey(key: number): FindingKey {
    const { project, repository, path, rule } = this.findingKey(key)
    return {
      project: this.masks.written('project', project),
      repository: this.masks.written('repository', repository),
      path: this.masks.written('path', path),
      rule: this.masks.written('rule', rule),
    }
  }

  /** As `repositoryName`. */
  writtenRepository(repository: number): string {
    const project = this.masks.written('project', this.project(repository))
    return `${project}/${this.masks.written('repository', this.repositories.text(repository))}`
  }

  /**
   * Leaves only what is written of masked names. Not before every export is read and judged: until then equal names must
   * have equal ids in all of them, and selectors see each name when its first row comes.
   */
  forget(): void {
    if (this.masks.size === 0) return
    const { project, repository, branch, path, rule } = this.masks.byField
    this.projects.replace(project)
    this.repositories.replace(repository)
    this.branches.replace(branch)
    this.rules.replace(rule)
    this.#forgetPaths(path)
    this.cells = new NameTable()
    this.masks.clear()
  }

  /** A path as exported may be another text than the cleaned one. */
  #forgetPaths(written: ReadonlyMap<string, string>): void {
    if (written.size === 0) return
    const wiped: [number, string][] = []
    for (let id = 0; id < this.keys.size; id++) {
      const cleaned = this.cleanedKeys.at(id) - FIRST_ID
      const masked = written.get(this.keys.text(cleaned < 0 ? id : cleaned))
      if (masked !== undefined) wiped.push([id, masked])
    }
    for (const [id, masked] of wiped) this.keys.replace(id, masked)
  }
}

export type NameField = keyof Pick<Finding, 'project' | 'repository' | 'branch' | 'path' | 'rule'>

export class MaskedNames {
  /** What is written, by the name. */
  readonly byField: Readonly<Record<NameField, Map<string, string>>> = {
    project: new Map(),
    repository: new Map(),
    branch: new Map(),
    path: new Map(),
    rule: new Map(),
  }
  /** Names that the server listed, or somebody asked for: they are no secret. */
  readonly #listed = new Set<string>()

  /** Takes names that are never masked. */
  list(targets: readonly Target[]): void {
    for (const { project, repo, branch } of targets.map(placeOf)) {
      if (project !== null) this.#listed.add(`project ${project.toLowerCase()}`)
      if (repo !== null) this.#listed.add(`repository ${repo.toLowerCase()}`)
      if (branch !== null) this.#listed.add(`branch ${branch}`)
    }
  }

  isListed(field: NameField, name: string): boolean {
    return this.#listed.has(`${field} ${field === 'branch' ? name : name.toLowerCase()}`)
  }

  get size(): number {
    return Object.values(this.byField).reduce((sum, { size }) => sum + size, 0)
  }

  /** From now on `masked` is written for a name, whichever row has it. */
  mask(field: NameField, name: string, masked: string): void {
    if (masked !== name && !this.isListed(field, name)) this.byField[field].set(name, masked)
  }

  written(field: NameField, name: string): string {
    const masked = this.byField[field]
    return masked.size === 0 ? name : (masked.get(name) ?? name)
  }

  writtenFinding<F extends Readonly<Record<NameField, string>>>(finding: F): F {
    return {
      ...finding,
      project: this.written('project', finding.project),
      repository: this.written('repository', finding.repository),
      branch: this.written('branch', finding.branch),
      path: this.written('path', finding.path),
      rule: this.written('rule', finding.rule),
    }
  }

  clear(): void {
    for (const masked of Object.values(this.byField)) masked.clear()
  }
}
