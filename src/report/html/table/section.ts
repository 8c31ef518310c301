/** The findings section: controls, table and pages. The same function draws it in Node and in the page. */
import { type Child, Fragment, h } from '../element.ts'
import { findingsControls, findingsPager } from './controls.ts'
import { findingsTable } from './rows.ts'
import type { Scene } from './scene.ts'
import { pageRows } from './view.ts'

/** Controls, table and pager, as they stand. */
export function findingsScene(scene: Scene): Child {
  return h(
    Fragment,
    null,
    findingsControls(scene),
    findingsTable(scene, pageRows(scene.rows, scene.view)),
    findingsPager(scene),
  )
}
