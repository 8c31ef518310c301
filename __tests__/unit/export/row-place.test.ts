import { describe, expect, it } from '@jest/globals'
import { planColumns } from '../../../src/export/columns.ts'
import { openRowScope, splitRepository } from '../../../src/export/row-place.ts'
import type { Target } from '../../../src/target.ts'

type Cells = readonly [project: string, repository: string, branch: string]

const names = ['Project', 'Repository', 'Branch', 'Path', 'Rule']
const sureNames = ['Project Key', 'Repo Slug', 'Branch', 'Path', 'Rule']
const scopeOf = (target: Target | null, header = names) =>
  openRowScope(target, planColumns(header, { byHand: {}, target, purpose: 'findings' }, 'X'))

/** The place of each row, or in words why it has none. */
function placed(target: Target | null, rows: readonly Cells[], header = names): string[] {
  const scope = scopeOf(target, header)
  return rows.map((cells) => {
    const { project, repository, branch, problem } = scope.place(...cells)
    return problem?.reason ?? `${project}/${repository}@${branch}`
  })
}

const project: Target = { kind: 'project', project: 'PROJ' }
const repo: Target = { kind: 'repo', project: 'PROJ', repo: 'my-app' }
const branch: Target = { kind: 'branch', project: 'PROJ', repo: 'my-app', branch: 'feature/x' }
const other = (what: string): string => `it belongs to another ${what} than the one asked for`

describe('a row of any scope', () => {
  it('is placed by its cells', () => {
    expect(
      placed(null, [
        ['PROJ', 'app', 'main'],
        [' PROJ ', ' app ', ' refs/heads/main '],
        ['', 'PROJ/app', ''],
        ['PROJ', 'PROJ/app', 'main'],
        ['', '~bob/app', 'main'],
        ['', 'https://host/scm/PROJ/app', 'main'],
      ]),
    ).toEqual([
      'PROJ/app@main',
      'PROJ/app@main',
      'PROJ/app@',
      'PROJ/app@main',
      '~bob/app@main',
      'PROJ/app@main',
    ])
  })

  it('takes a stand-in where no column has the name, and not where a cell is empty', () => {
    const standIn = { project: 'SHOP', repository: 'cart', branch: 'dev' }
    const placeIn = (header: readonly string[], ...cells: Cells) => {
      const plan = planColumns(header, { byHand: {}, target: null, standIn, purpose: 'findings' }, 'X')
      return openRowScope(null, plan, standIn).place(...cells)
    }
    expect(placeIn(['Path', 'Rule'], '', '', '')).toMatchObject({
      project: 'SHOP',
      repository: 'cart',
      branch: 'dev',
      problem: null,
    })
    expect(placeIn(names, '', '', '')).toMatchObject({ problem: { reason: 'it has no project' } })
    expect(placeIn(names, 'PROJ', 'app', '')).toMatchObject({ branch: '' })
  })

  it('is bad when it has no project or repository', () => {
    expect(placed(null, [['', 'app', 'main']])).toEqual(['it has no project'])
    expect(placed({ kind: 'instance' }, [['PROJ', '', 'main']])).toEqual(['it has no repository'])
  })
})

describe('a row of a scope that was asked for', () => {
  it('is completed by it', () => {
    expect(placed(project, [['', 'app', 'main']])).toEqual(['PROJ/app@main'])
    expect(placed(repo, [['', '', 'main']])).toEqual(['PROJ/my-app@main'])
    expect(placed(branch, [['', '', '']])).toEqual(['PROJ/my-app@feature/x'])
  })

  it('may differ from it in case and in the way names become slugs', () => {
    expect(
      placed(branch, [
        ['proj', 'MY-APP', 'refs/heads/feature/x'],
        ['PROJ', 'My App', 'feature/x'],
        ['PROJ', 'PROJ/my-app', 'feature/x'],
      ]),
    ).toEqual(['proj/MY-APP@feature/x', 'PROJ/my-app@feature/x', 'PROJ/my-app@feature/x'])
    expect(placed({ kind: 'project', project: '~bob' }, [['bob', 'app', '']])).toEqual(['~bob/app@'])
  })

  it('is of another project where the header says that it is a key', () => {
    expect(placed(project, [['OTHER', 'app', 'main']], sureNames)).toEqual([other('project')])
  })

  it('may show a display name for the project, as long as it is one', () => {
    const scope = scopeOf(project)
    expect(scope.notices()).toEqual([])
    expect(scope.place('The Platform', 'app', 'main')).toMatchObject({ project: 'PROJ', problem: null })
    expect(scope.place('The Platform', 'tool', 'main')).toMatchObject({ project: 'PROJ', problem: null })
    expect(scope.notices()).toEqual([
      'The column for project holds a display name; the project asked for is used instead.',
    ])
    expect(scope.place('Another', 'app', 'main').problem).toEqual({
      kind: 'outside',
      reason: other('project'),
    })
  })

  it('is of another project when the one asked for is there too, first or last', () => {
    const same: Cells = ['PROJ', 'app', 'main']
    const odd: Cells = ['The Platform', 'app', 'main']
    expect(placed(project, [same, odd])).toEqual(['PROJ/app@main', other('project')])
    expect(placed(project, [odd, same])).toEqual(['PROJ/app@main', other('project')])
  })

  it('is of another repository when the cell is a slug, by header or by look', () => {
    expect(placed(repo, [['PROJ', 'other-app', 'main']])).toEqual([other('repository')])
    expect(placed(repo, [['PROJ', 'Other App', 'main']], sureNames)).toEqual([other('repository')])
    expect(placed(repo, [['PROJ', 'Die Anwendung', 'main']])).toEqual(['PROJ/my-app@main'])
    expect(placed(repo, [['PROJ', '4711', 'main']])).toEqual(['PROJ/my-app@main'])
  })

  it('is of another branch whenever its branch differs, in case even', () => {
    for (const name of ['main', 'Feature/x', 'feature/x2']) {
      expect(placed(branch, [['PROJ', 'my-app', name]])).toEqual([other('branch')])
    }
  })
})

describe('splitRepository', () => {
  it('leaves a slash alone that does not part the project off', () => {
    expect(splitRepository('PROJ', 'Platform/app')).toEqual({ project: 'PROJ', repository: 'Platform/app' })
  })
})
