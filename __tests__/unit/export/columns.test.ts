import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { GateError } from '../../../src/errors.ts'
import { absentColumns, type ColumnWishes, planColumns } from '../../../src/export/columns.ts'
import { readCsv } from '../../../src/export/read-csv.ts'
import { findingsCsvColumns, type MappableColumn } from '../../../src/finding.ts'
import type { Target } from '../../../src/target.ts'
import { piecesOf } from './csv-reading.ts'
import { type Read, read } from './exports.ts'

type Options = { byHand?: ColumnWishes['byHand']; target?: Target; purpose?: ColumnWishes['purpose'] }

/** The plan as header texts by column. */
function planned(header: readonly string[], options: Options = {}): Record<string, string> {
  const plan = planOf(header, options)
  const found = Object.entries(plan.at).filter((entry): entry is [string, number] => entry[1] !== null)
  return Object.fromEntries(found.map(([column, at]) => [column, header[at] ?? '']))
}
function planOf(header: readonly string[], { byHand = {}, target, purpose = 'findings' }: Options = {}) {
  return planColumns(header, { byHand, target: target ?? null, purpose }, 'Export of X')
}
function refusal(header: readonly string[], options: Options = {}): string {
  try {
    planOf(header, options)
  } catch (caught) {
    if (caught instanceof GateError && caught.code === 'HEADER_UNKNOWN') return caught.message
    throw caught
  }
  throw new Error('accepted')
}

const usual: Record<MappableColumn, string> = {
  project: 'Project',
  repository: 'Repository',
  branch: 'Branch',
  path: 'Path',
  line: 'Line',
  rule: 'Rule',
  match: 'Match',
  scanned_at: 'Scanned At',
}
/** The usual header with other names for some columns; `null` leaves one out. */
const headerWith = (names: Partial<Record<MappableColumn, string | null>>): string[] =>
  Object.values({ ...usual, ...names }).filter((name): name is string => name !== null)

const names: readonly (readonly [column: MappableColumn, headers: readonly string[]])[] = [
  [
    'project',
    ['Project', 'PROJECT', 'Project Key', 'projectKey', 'project_key', 'PROJECT-KEY', 'Proj', 'Project Name'],
  ],
  [
    'repository',
    ['Repo', 'Repository Slug', 'repoSlug', 'Repository Name', 'repo_name', 'repository', 'Slug'],
  ],
  ['branch', ['Branch', 'branchName', 'Ref', 'ref_name', 'refId', 'Branch / Tag', ' branch ', 'BRANCH']],
  [
    'path',
    ['File', 'File Path', 'filePath', 'Filename', 'File Name', 'Path', 'file_path', 'Full Path', 'Location'],
  ],
  [
    'line',
    ['Line', 'Line Number', 'Line No', 'Line No.', 'lineNum', 'line_number', 'Line #', 'LINE', 'Start Line'],
  ],
  [
    'rule',
    [
      'Rule',
      'Rule Name',
      'ruleId',
      'RULE_ID',
      'Type',
      'Vulnerability',
      'Secret Type',
      'Finding',
      'Vulnerability Type',
    ],
  ],
  [
    'match',
    [
      'Match',
      'Matched Text',
      'Line Text',
      'lineContent',
      'Content',
      'Secret',
      'Value',
      'Failing line',
      'Snippet',
      'text',
    ],
  ],
  [
    'scanned_at',
    [
      'Scanned',
      'Scan Date',
      'Scanned At',
      'scannedAt',
      'Date',
      'Timestamp',
      'Last Scanned',
      'scan_time',
      'Scan-Time',
    ],
  ],
]

describe('a header by its names', () => {
  it.each(names.flatMap(([column, headers]) => headers.map((header) => [column, header] as const)))(
    '%s is found as "%s"',
    (column, header) => {
      expect(planned(headerWith({ [column]: header }))).toEqual({ ...usual, [column]: header })
    },
  )

  it('may come in any order, among unknown columns, which are left alone', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...Object.values(usual), 'Author', 'Commit', 'Comment', ''], { minLength: 12 }),
        (header) => expect(planned(header)).toEqual(usual),
      ),
    )
  })

  it('prefers the better of two names', () => {
    const both = [
      ...headerWith({}),
      'Project Key',
      'Repository Slug',
      'File Name',
      'Rule Name',
      'Line Text',
      'Date',
    ]
    expect(planned(both)).toEqual({
      ...usual,
      project: 'Project Key',
      repository: 'Repository Slug',
      rule: 'Rule Name',
    })
  })

  it('takes "Line" for the number, unless another column clearly is', () => {
    const withText = headerWith({ match: null })
    expect(planned(withText)).toMatchObject({ line: 'Line' })
    expect(planned(withText).match).toBeUndefined()
    expect(planned([...withText, 'Line Number'])).toMatchObject({ line: 'Line Number', match: 'Line' })
    expect(planned([...headerWith({}), 'Line Number'])).toMatchObject({ line: 'Line Number', match: 'Match' })
    expect(planned([...withText, 'Failing line'])).toMatchObject({ line: 'Line', match: 'Failing line' })
    expect(planned([...withText, 'No'], { byHand: { line: 'No' } })).toMatchObject({
      line: 'No',
      match: 'Line',
    })
  })

  it('takes "Finding" for the rule only where the text has a column of its own', () => {
    expect(planned(headerWith({ rule: 'Finding' }))).toMatchObject({ rule: 'Finding', match: 'Match' })
    expect(planned(headerWith({ match: 'Finding' }))).toMatchObject({ rule: 'Rule', match: 'Finding' })
    expect(refusal(headerWith({ rule: null, match: 'Finding' }))).toContain('no column was found for rule.')
  })

  it('knows which other columns hold matched text, to redact it elsewhere', () => {
    const plan = planOf([...headerWith({}), 'Line Number', 'Secret', 'Author'])
    expect(plan.secrets).toEqual([4, 9])
  })

  it('distinguishes keys and slugs from what could be display names', () => {
    expect(planOf(headerWith({}))).toMatchObject({ projectIsKey: false, repositoryIsSlug: false })
    expect(planOf(headerWith({ project: 'projectKey', repository: 'Repo Slug' }))).toMatchObject({
      projectIsKey: true,
      repositoryIsSlug: true,
    })
  })
})

describe('a header that lacks columns', () => {
  const repo: Target = { kind: 'repo', project: 'PROJ', repo: 'app' }
  const project: Target = { kind: 'project', project: 'PROJ' }

  it('is refused without rule or path', () => {
    expect(refusal(headerWith({ rule: null }))).toContain(
      'no column was found for rule. Its headers: "Project"',
    )
    expect(refusal(headerWith({ rule: null, path: null }))).toContain('found for path, rule.')
  })

  it('may lack project and repository where the target has them', () => {
    const bare = headerWith({ project: null, repository: null })
    expect(refusal(bare)).toContain('found for project, repository.')
    expect(refusal(bare, { target: project })).toContain('found for repository.')
    expect(planned(bare, { target: repo })).not.toHaveProperty('repository')
    expect(planned(headerWith({ project: null }))).not.toHaveProperty('project')
  })

  it('may lack all others, which is reported', () => {
    const plan = planOf(['Project', 'Repository', 'Path', 'Rule'])
    expect(absentColumns(plan, null)).toEqual(['branch', 'line', 'match', 'scanned_at'])
    const branch: Target = { kind: 'branch', project: 'PROJ', repo: 'app', branch: 'main' }
    const barest = planOf(['Path', 'Rule', 'Match'], { target: branch })
    expect(absentColumns(barest, branch)).toEqual(['line', 'scanned_at'])
    expect(absentColumns(planOf(['Path', 'Rule'], { target: repo }), repo)).toContain('branch')
  })
})

describe('two headers for one column', () => {
  it('are refused when equally good, with their names', () => {
    expect(refusal([...headerWith({}), 'PROJECT'])).toBe(
      'Export of X: "Project" and "PROJECT" are equally good for project.',
    )
    expect(refusal([...headerWith({}), 'repo'])).toContain('equally good for repository')
    expect(refusal([...headerWith({}), 'Match'])).toContain('equally good for match')
  })

  it('are settled by hand', () => {
    expect(planned([...headerWith({}), 'PROJECT'], { byHand: { project: 'PROJECT' } })).toMatchObject({
      project: 'PROJECT',
    })
  })
})

describe('a mapping by hand', () => {
  it('wins over names, written exactly or loosely', () => {
    const header = [...headerWith({}), 'Policy', 'Erkannt am']
    expect(planned(header, { byHand: { rule: 'Policy', scanned_at: 'erkannt_am' } })).toEqual({
      ...usual,
      rule: 'Policy',
      scanned_at: 'Erkannt am',
    })
  })

  it('keeps a header from standing for two columns', () => {
    expect(planned(headerWith({ match: null }), { byHand: { match: 'Line' } })).not.toHaveProperty('line')
  })

  it('is refused when there is no such header, or two', () => {
    expect(refusal(headerWith({}), { byHand: { rule: 'Policy' } })).toMatch(
      /^Export of X: the header "Policy", named by `columns` for rule, is not there\. Its headers: "Project", /,
    )
    expect(refusal([...headerWith({}), 'po-licy', 'Policy '], { byHand: { rule: 'PO LICY' } })).toContain(
      'equally good',
    )
  })
})

describe('a column of times', () => {
  const doubt = (time: string, options: Options = {}): string | null =>
    planOf(headerWith({ scanned_at: time }), options).doubtfulTime

  it.each([
    'Scanned At',
    'scanDate',
    'Date Scanned',
    'SCANNED',
    'Last Scanned',
    'last_scan_time',
    'scan-timestamp',
  ])('called "%s" says when it was scanned', (time) => {
    expect(doubt(time)).toBeNull()
  })

  it.each(['Detected', 'Detected At', 'foundOn', 'date', 'Timestamp', 'DateTime', 'time'])(
    'called "%s" may mean another time, unless the user says that it does',
    (time) => {
      expect(doubt(time)).toBe(`"${time}"`)
      expect(doubt(time, { byHand: { scanned_at: time } })).toBeNull()
      expect(doubt(time, { byHand: { rule: 'Rule' } })).toBe(`"${time}"`)
    },
  )

  it('is shown only when it looks like a header, and is none of doubt when it is missing or of our own', () => {
    expect(doubt('da\u001bte')).toMatch(/^column \d+ \(not shown\)$/)
    expect(planOf(headerWith({ scanned_at: null })).doubtfulTime).toBeNull()
    expect(planOf(findingsCsvColumns).doubtfulTime).toBeNull()
  })
})

describe('the findings.csv of an earlier run', () => {
  it('is known by its exact header, and keeps its fingerprints', () => {
    const plan = planOf(findingsCsvColumns, { byHand: { rule: 'Policy' } })
    expect(plan.fingerprint).toBe(8)
    expect(plan.at).toMatchObject({ project: 0, path: 3, rule: 5, match: 10, scanned_at: 9 })
    expect(planOf([...findingsCsvColumns].reverse()).fingerprint).toBeNull()
  })
})

describe('the export of reviewed texts', () => {
  it('needs no more than the text, or a path', () => {
    expect(planned(['Text', 'Reviewed On'], { purpose: 'reviewed' })).toEqual({
      match: 'Text',
      reviewed_at: 'Reviewed On',
    })
    expect(planned(['Path', 'Line', 'Date'], { purpose: 'reviewed' })).toMatchObject({
      path: 'Path',
      reviewed_at: 'Date',
    })
    expect(refusal(['Rule', 'Repo'], { purpose: 'reviewed' })).toContain('found for match')
  })

  it('does without the headers that were mapped for findings', () => {
    expect(planned(['Text'], { purpose: 'reviewed', byHand: { rule: 'Policy' } })).toEqual({ match: 'Text' })
  })
})

describe('a first row that is no header', () => {
  const key = ['AKIA', 'IOSFODNN7', 'EXAMPLE'].join('')

  it('is not shown', () => {
    const message = refusal(['PROJ', 'app', 'main', 'hunter2', 'AWS_CLIENT_ID', key])
    expect(message).toContain(
      'Its first row has 6 cells and does not look like a header, so it is not shown. Shapes of the cells: ',
    )
    expect(message).not.toMatch(/hunter2|AKIA|PROJ/)
  })

  it('is shown in part when only some cells could be data', () => {
    const message = refusal([
      'Project',
      'Repository',
      key,
      'pass=word',
      `${'x'.repeat(50)}`,
      'Comment',
      '::error::',
    ])
    expect(message).toContain(
      'Its headers: "Project", "Repository", column 3 (not shown), column 4 (not shown), column 5 (not shown), "Comment", column 7 (not shown).',
    )
  })

  it('never shows a credential that consists of letters', () => {
    const letters = ['AKIA', 'QWERTYUIOPASDFGH'].join('')
    expect(refusal(['Project', 'Repository', letters])).toContain('column 3 (not shown)')
  })

  it('never shows what mixes letters and digits as passwords do', () => {
    const password = ['Corr3ct', 'H0rse', 'Battery'].join('-')
    expect(refusal(['Project', 'Repository', password, 'Column 2', 'SHA256'])).toContain(
      'column 3 (not shown), "Column 2", "SHA256"',
    )
  })

  it('is refused at once when it is absurdly wide', () => {
    expect(refusal(Array.from({ length: 1001 }, (_, i) => `c${i}`))).toContain('1001 cells; at most 1000')
    expect(refusal(['Project', 'Repo', ...Array.from({ length: 60 }, (_, i) => `c${i}`)])).toContain(
      'and 22 more.',
    )
  })
})

describe('the column of rules', () => {
  /** Which column is the rule, where several may be: the one whose values look like names of rules. */
  const places = ['Project', 'Repository', 'Branch', 'Path', 'Line']
  const place = ['SHOP', 'cart', 'main', 'src/a.ts', '3']

  /** The rules that are read from an export with these further columns. */
  async function rulesOf(
    header: readonly string[],
    rows: readonly (readonly string[])[],
    options: Parameters<typeof read>[1] = {},
  ): Promise<readonly string[]> {
    return (await readWith(header, rows, options)).findings.map(({ rule }) => rule)
  }

  async function readWith(
    header: readonly string[],
    rows: readonly (readonly string[])[],
    options: Parameters<typeof read>[1] = {},
  ): Promise<Read> {
    const quoted = (cells: readonly string[]): string => cells.map((cell) => `"${cell}"`).join(',')
    const lines = [[...places, ...header], ...rows.map((cells) => [...place, ...cells])].map(quoted)
    return await read(`${lines.join('\r\n')}\r\n`, options)
  }

  const token = ['gh', 'p_', 'Zx81'.repeat(9)].join('')

  describe('the rule is the column of names', () => {
    it.each<[string, readonly string[], readonly (readonly string[])[]]>([
      [
        'beside a sentence',
        ['Vulnerability', 'Type'],
        [
          ['A key of AWS is in this file', 'AWS_CLIENT_ID'],
          ['Token', 'GENERIC-TOKEN'],
        ],
      ],
      [
        'whatever the order of the columns',
        ['Type', 'Vulnerability'],
        [
          ['AWS_CLIENT_ID', 'A key of AWS'],
          ['SSH_KEY', 'x'],
        ],
      ],
      ['beside the finding in words', ['Finding Name', 'Type'], [['password = x', 'GENERIC_PASSWORD']]],
      ['beside a matched text', ['Vulnerability', 'Detector'], [[token, 'GITHUB_TOKEN']]],
      ['beside a blank', ['Vulnerability', 'Secret Type'], [['', 'GITHUB_TOKEN']]],
    ])('%s', async (_name, header, rows) => {
      const at = header.findIndex((name) => ['Type', 'Detector', 'Secret Type'].includes(name))
      expect(await rulesOf(header, rows)).toEqual(rows.map((cells) => cells[at]))
    })

    it('and the sentence beside it is masked where it is repeated', async () => {
      const row = ['SHOP', 'cart', 'main', `src/${token}.ts`, '3', token, 'GITHUB_TOKEN']
      const { findings } = await read(`${[...places, 'Vulnerability', 'Type'].join()}\n${row.join()}\n`)
      expect(findings).toMatchObject([{ rule: 'GITHUB_TOKEN' }])
      expect(JSON.stringify(findings)).not.toContain(token)
    })
  })

  describe('the rule stays the better known column', () => {
    it.each<[string, readonly string[], readonly string[]]>([
      ['where its values are names', ['Vulnerability', 'Type'], ['AWS_CLIENT_ID', 'SECRET_KEY']],
      ['where the other has words too', ['Vulnerability', 'Type'], ['A key', 'a secret']],
      ['where the other is one word for all', ['Vulnerability', 'Type'], ['A key', 'SECRET']],
      ['where its name is clear', ['Rule', 'Type'], ['A key', 'SECRET_KEY']],
      ['where its name is clear in two words', ['Rule Name', 'Vulnerability'], ['A key', 'SECRET_KEY']],
      ['where the other is no name of a rule', ['Vulnerability', 'Owner'], ['A key', 'TEAM_A']],
    ])('%s', async (_name, header, cells) => {
      expect(await rulesOf(header, [cells])).toEqual([cells[0]])
    })

    it('without a row, and where two others have names', async () => {
      expect(await rulesOf(['Vulnerability', 'Type'], [])).toEqual([])
      const row = ['A key', 'AWS_KEY', 'AWS_ID']
      expect(await rulesOf(['Vulnerability', 'Type', 'Detector'], [row])).toEqual(['A key'])
    })

    it('where the user says so', async () => {
      const columns = { rule: 'Vulnerability' }
      expect(await rulesOf(['Vulnerability', 'Type'], [['A key', 'AWS_KEY']], { columns })).toEqual(['A key'])
    })
  })

  describe('the first rows', () => {
    const header = [...places, 'Vulnerability', 'Type'].join()
    const seenIn = async (text: string, length: number) => {
      const seen: (readonly (readonly string[])[])[] = []
      await readCsv(piecesOf(Buffer.from(text), length), {
        firstRows: (rows) => seen.push(rows),
        header: () => expect(seen).toHaveLength(1),
        row: () => undefined,
        bad: () => undefined,
      })
      return seen[0]
    }

    it.each([
      ['long', `\ufeff${header}\n${'"a, b",AWS_KEY\n'.repeat(40)}`, Array(20).fill(['a, b', 'AWS_KEY'])],
      ['short', 'a,b\n1,2', [['1', '2']]],
      ['without a row', 'a,b\n', []],
      ['in single quotes', "'a','b'\n'1','2'\n", [['1', '2']]],
      ['with an open quote', `a,b\n1,2\n"${'x'.repeat(70_000)}`, [['1', '2']]],
    ])('are the same however the bytes of a CSV come: %s', async (_name, text, rows) => {
      for (const length of text.length > 10_000 ? [30_000, 1 << 20] : [1, 7, 1 << 20]) {
        expect(await seenIn(text, length)).toEqual(rows)
      }
    })
  })
})
