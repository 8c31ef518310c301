/**
 * What is written in place of names that show a value of a matched text. Masking is for writing only: ids, selectors and
 * counts go by the names themselves, or a value like a branch could blind the limit of that branch.
 */
import type { Finding } from '../finding.ts'
import type { Target } from '../target.ts'

/** What a finding is named by. */
export type NameField = keyof Pick<Finding, 'project' | 'repository' | 'branch' | 'path' | 'rule'>

/** The masked names of a run. */
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
    for (const target of targets) {
      if (target.kind === 'instance') continue
      this.#listed.add(`project ${target.project.toLowerCase()}`)
      if (target.kind === 'project') continue
      this.#listed.add(`repository ${target.repo.toLowerCase()}`)
      if (target.kind === 'branch') this.#listed.add(`branch ${target.branch}`)
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
