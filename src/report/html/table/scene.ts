/** What the findings section is drawn from, and how it changes. Pure: the script keeps the one current scene. */
import { decodeFindings, type EncodedFindings, type FindingsTable } from './columns.ts'
import { type Choices, facetChoices, firstView, selectRows, type View } from './view.ts'

/** What every part of the findings section is drawn from. */
export type Scene = {
  readonly table: FindingsTable
  readonly view: View
  /** Rows selected by search and filters, sorted. */
  readonly rows: readonly number[]
  readonly choices: Choices
  readonly bitbucketUrl: string | null
  /** ISO 8601, of the run: suppressions to paste expire some time after it. */
  readonly startedAt: string
  /** Changes the view and draws it again; does nothing while the report is written. */
  readonly change: (part: Partial<View>) => void
}

/** What the page carries as JSON for its script. */
export type FindingsPayload = {
  readonly bitbucketUrl: string | null
  readonly startedAt: string
  readonly findings: EncodedFindings
}

/** The scene as the report is written, and as the script takes it over. */
export function firstScene(payload: FindingsPayload, change: (part: Partial<View>) => void): Scene {
  const table = decodeFindings(payload.findings)
  return {
    table,
    view: firstView,
    rows: selectRows(table, firstView),
    choices: facetChoices(table),
    bitbucketUrl: payload.bitbucketUrl,
    startedAt: payload.startedAt,
    change,
  }
}

/** The scene after a change of the view; rows are selected anew only when the selection changed. */
export function nextScene(scene: Scene, part: Partial<View>): Scene {
  const view = { ...scene.view, ...part }
  const same =
    view.search === scene.view.search && view.filters === scene.view.filters && view.sort === scene.view.sort
  return { ...scene, view, rows: same ? scene.rows : selectRows(scene.table, view) }
}
