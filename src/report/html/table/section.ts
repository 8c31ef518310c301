/** The findings section: controls, table and pages. The same function draws it in Node and in the page. */
import { type Child, Fragment, h } from '../element.ts'
import { decodeFindings, type EncodedFindings } from './columns.ts'
import { findingsControls, findingsPager } from './controls.ts'
import { findingsTable, type Scene } from './rows.ts'
import { facetChoices, firstView, pageRows, selectRows, type View } from './view.ts'

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

export function findingsScene(scene: Scene): Child {
  return h(
    Fragment,
    null,
    findingsControls(scene),
    findingsTable(scene, pageRows(scene.rows, scene.view)),
    findingsPager(scene),
  )
}
