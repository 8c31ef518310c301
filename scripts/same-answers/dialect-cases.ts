/** Cases about how an export may be written: dialects, headers, mappings, lines, names, times. */
import { password } from '../../sandbox/planted-credentials.ts'
import { batchCase, type Case, evaluateCase, evaluation, type Inputs } from './case.ts'
import { csv, fewRows, type Row, row, type Style, usualColumns } from './export-rows.ts'
import { daysAgo } from './fixed-now.ts'

export function dialectCases(): readonly Case[] {
  return [...styles(), ...headers(), ...lines(), ...names(), ...times(), ...periods(), ...bodies()]
}

type Export = readonly [name: string, body: string]

const styled = (name: string, style: Style): Export => [name, csv(fewRows, style)]

const oddTexts = [
  row({ match: 'two\r\nlines', path: 'a;b\tc|d,e.txt' }),
  row({ match: 'a "quoted" word\nand more', branch: "it's" }),
  row({ match: "a 'quoted' word;", path: 'gr\u00fc\u00dfe/\u65e5\u672c.txt', line: '3' }),
]

function styles(): readonly Case[] {
  const plain: readonly Export[] = [
    styled('comma', {}),
    styled('all cells quoted', { quoteAll: true }),
    styled('semicolon', { delimiter: ';' }),
    styled('tab', { delimiter: '\t', lineEnd: '\n' }),
    styled('pipe', { delimiter: '|' }),
    styled('single quotes', { quote: "'", quoteAll: true }),
    styled('single quotes and semicolons', { quote: "'", quoteAll: true, delimiter: ';', lineEnd: '\n' }),
    styled('byte order mark', { bom: true }),
    styled('line feeds', { lineEnd: '\n' }),
    styled('carriage returns', { lineEnd: '\r' }),
    styled('no final line end', { finalLineEnd: false }),
    styled('byte order mark, quotes, no final line end', { bom: true, quoteAll: true, finalLineEnd: false }),
  ]
  const odd: readonly Export[] = [
    ...[',', ';', '\t', '|'].map((delimiter): Export => ['odd texts', csv(oddTexts, { delimiter })]),
    ['odd texts in single quotes', csv(oddTexts, { quote: "'", quoteAll: true })],
    ['empty lines', csv(fewRows).replaceAll('\r\n', '\r\n\r\n')],
    ['empty lines before the header', `\r\n\n${csv(fewRows)}`],
    ['mixed line ends', mixedLineEnds(csv(fewRows))],
    ['header only', csv([])],
    ['header without line end', csv([], { finalLineEnd: false })],
    ['long quoted cell', csv([row({ match: 'line\n'.repeat(40_000) }), row()])],
    ['unknown column with line breaks', csv(fewRows, { columns: withUnknown('a\nb "c"') })],
  ]
  return [
    batchCase('dialect: plain', plain),
    batchCase('dialect: odd', odd),
    ...['semicolon', 'single quotes', 'carriage returns'].map((name) =>
      evaluateCase(`dialect: ${name}`, plain.find((each) => each[0] === name)?.[1] ?? ''),
    ),
    evaluateCase('dialect: header only', csv([])),
  ]
}

function mixedLineEnds(text: string): string {
  const ends = ['\r\n', '\n', '\r']
  let at = 0
  return text.replaceAll('\r\n', () => ends[at++ % ends.length] ?? '')
}

type Columns = NonNullable<Style['columns']>

const withUnknown = (header: string): Columns => [['note', ''], ...usualColumns, [header, '']]

/** The usual columns under other headers; `null` leaves one out. */
function renamed(change: Partial<Record<keyof Row, string | null>>): Columns {
  return usualColumns.flatMap(([header, column]) => {
    const other = change[column]
    return other === null ? [] : [[other ?? header, column] as const]
  })
}

function headers(): readonly Case[] {
  const headed = (name: string, columns: Columns): Export => [name, csv(fewRows, { columns })]
  const columns = (name: string, list: Columns, inputs: Inputs = {}): Case =>
    evaluateCase(`header: ${name}`, csv(fewRows, { columns: list }), inputs)
  const order = [5, 3, 4, 6, 2, 1, 0, 7].flatMap((at) => usualColumns.slice(at, at + 1))
  const inOneCell = fewRows.map((each) => ({ ...each, repository: `${each.project}/${each.repository}` }))
  const noProject = renamed({ project: null, repository: 'Repository' })
  const total = { thresholds: 'total = 1' }
  const place = { project: 'SHOP', repo: 'cart', branch: 'main' }
  return [
    batchCase('header: known by name', [
      headed('other order', order),
      headed(
        'camel',
        renamed({ project: 'projectKey', repository: 'repoSlug', path: 'filePath', line: 'lineNo' }),
      ),
      headed(
        'shouting',
        renamed({ project: 'PROJECT', repository: 'REPO', path: 'FILE', rule: 'RULE_NAME' }),
      ),
      headed('line is the text', renamed({ match: 'Line' })),
      headed('finding is the rule', renamed({ rule: 'Finding', match: 'Matched Text' })),
      headed('several texts', [...usualColumns, ['Secret', 'match'], ['Snippet', 'match']]),
      headed('unknown columns', withUnknown('Commit Author')),
      headed('no line', renamed({ line: null })),
      headed('no match', renamed({ match: null })),
      headed('no time', renamed({ scannedAt: null })),
      ['project in the cell of the repository', csv(inOneCell, { columns: noProject })],
    ]),
    columns('two rules', [...usualColumns, ['rule', 'rule']]),
    columns('two projects of one name', [...usualColumns, ['Project Key', 'project']]),
    columns('no rule', renamed({ rule: null })),
    columns('no path', renamed({ path: null })),
    columns('no repository', renamed({ repository: null })),
    columns('no project', noProject, total),
    columns('no branch, which thresholds name', renamed({ branch: null })),
    columns('no branch', renamed({ branch: null }), total),
    columns(
      'only what is needed',
      renamed({ branch: null, line: null, match: null, scannedAt: null }),
      total,
    ),
    columns('places from the inputs', renamed({ project: null, repository: null, branch: null }), place),
    columns('mapped by hand', renamed({ rule: 'Regel', path: 'Datei', match: 'Fund' }), {
      columns: 'rule = Regel\npath = Datei\nmatch = Fund',
    }),
    columns('mapped loosely', renamed({ rule: 'Die Regel', path: 'DATEI' }), {
      columns: 'rule = dieRegel\npath = datei',
    }),
    columns('mapped to what is not there', [...usualColumns], { columns: 'rule = Regel' }),
    columns('match mapped to the line', [...usualColumns], { columns: 'match = Line Number', ...total }),
    columns('branch mapped to the project', [...usualColumns], { columns: 'branch = Project Key', ...total }),
    evaluateCase('header: missing', csv(fewRows).split('\r\n').slice(1).join('\r\n')),
    evaluateCase(
      'header: 1001 cells',
      `${Array.from({ length: 1001 }, (_none, at) => `c${at}`).join(',')}\r\n`,
    ),
  ]
}

function lines(): readonly Case[] {
  const forms = ['12', ' 7 ', '12-15', '12:7', '3.0', '12 \u2013 15', '0', '-1', '', '999999999', '007']
  const wrong = ['twelve', '1e3', '12a', '1234567890', '1.5', '-2']
  const all = [...forms, ...wrong].map((line, at) => row({ line, path: `file-${at}.txt` }))
  return [
    evaluateCase('line: all forms', csv(all), { 'on-bad-row': 'count' }),
    evaluateCase('line: a word', csv([row(), row({ line: 'twelve' })])),
  ]
}

function names(): readonly Case[] {
  const paths = [
    '/src/a.ts',
    './src/a.ts',
    ' src/a.ts ',
    '//src//a.ts',
    './/./src/a.ts',
    '../up.ts',
    '=1+1',
    '-x',
    '@y',
  ]
  const branches = [
    'refs/heads/main',
    ' main ',
    'refs/tags/v1',
    '+plus',
    "'quoted",
    '\u202egnp',
    'a\u0007b',
    '=SUM(A1)',
  ]
  const rules = ['aws_client_id', ' R ', '=RULE', 'R"x"', 'R\nS']
  const long = row({ path: 'p/'.repeat(5_000), branch: 'b'.repeat(5_000) })
  return [
    batchCase('names: all forms', [
      ['paths', csv(paths.map((path, at) => row({ path, line: String(at + 1) })))],
      ['branches', csv(branches.map((branch) => row({ branch })))],
      ['rules', csv(rules.map((rule) => row({ rule })))],
      ['upper and lower case', csv([row(), row({ project: 'shop', repository: 'CART' })])],
      ['composed and decomposed', csv([row({ path: 'caf\u00e9' }), row({ path: 'cafe\u0301' })])],
      ['of ten thousand characters', csv([long])],
    ]),
    evaluateCase('names: no places at all', csv([row(), row({ project: '', repository: '', branch: '' })])),
  ]
}

const timeForms = [
  '2026-03-01T10:00:00Z',
  '2026-03-01T10:00:00.123Z',
  '2026-03-01 10:00:00',
  '2026-03-01',
  '2026/03/01 10:00',
  '2026-03-01T10:00:00+02:00',
  '2026-03-01T10:00:00+02:00[Europe/Berlin]',
  '01.03.2026 10:00:00',
  'Sun Mar 01 10:00:00 UTC 2026',
  'Mar 1, 2026 10:00:00 AM',
  'March 1, 2026 at 10:00 PM',
  '01/Mar/26 10:00 AM',
  'Sun, 01 Mar 2026 10:00:00 GMT',
  '01-Mar-2026',
  '1772359200',
  '1772359200000',
  '2026-02-29',
  '2024-02-29T00:00:00Z',
  '2026-03-01T10:00:00 CEST',
  '2026-03-01T10:00:00 IST',
  '2026-03-01T10:00:00+19:00',
  '03/01/2026',
  'yesterday',
  '',
]
const timed = timeForms.map((scannedAt, at) => row({ scannedAt, path: `file-${at}.txt` }))

function times(): readonly Case[] {
  return [
    evaluateCase('times: ages', csv(timed), { thresholds: 'older:5d = 2\nolder:9d = 3\nolder:1000d = 1' }),
  ]
}

function periods(): readonly Case[] {
  const dated = [0, 1, 5, 9, 30, 200].map((days) => row({ scannedAt: daysAgo(days), line: String(days + 1) }))
  const within = (name: string, rows: readonly Row[], inputs: Inputs, style: Style = {}): Case =>
    evaluateCase(`period: ${name}`, csv(rows, style), inputs)
  return [
    within('from', dated, { 'start-date': '2026-03-01' }),
    within('to', dated, { 'end-date': '2026-03-01T12:00:00Z' }),
    within('from and to', dated, { 'start-date': 'P10D', 'end-date': '2026-03-05' }),
    within('hours', dated, { 'start-date': 'PT36H' }),
    within('all forms', timed, { 'start-date': '2026-03-01T10:00:00Z', 'end-date': '2026-03-01T10:00:01Z' }),
    within('days and zones at the border', timed, { 'start-date': '2026-03-01T23:00:00Z' }),
    within('furthest zone kept', timed, {
      'start-date': '2026-03-02T00:00:00Z',
      'end-date': '2026-03-02T06:00:00Z',
    }),
    within('furthest zone left out', timed, { 'start-date': '2026-03-02T00:00:01Z' }),
    within('end before all zones', timed, { 'end-date': '2026-02-28T20:00:00Z' }),
    within('end after the first zone', timed, { 'end-date': '2026-02-28T20:00:01Z' }),
    within(
      'doubtful column',
      dated,
      { 'start-date': 'P10D' },
      { columns: renamed({ scannedAt: 'Timestamp' }) },
    ),
    within(
      'first detection',
      dated,
      { 'start-date': 'P10D' },
      { columns: renamed({ scannedAt: 'Detected At' }) },
    ),
    within(
      'doubtful column mapped by hand',
      dated,
      { 'start-date': 'P10D', columns: 'scanned_at = Timestamp' },
      { columns: renamed({ scannedAt: 'Timestamp' }) },
    ),
    within('no column', dated, { 'start-date': 'P10D' }, { columns: renamed({ scannedAt: null }) }),
  ]
}

function bodies(): readonly Case[] {
  const text = csv(fewRows)
  const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le')
  return [
    evaluateCase('body: empty', ''),
    evaluateCase('body: blanks', ' \r\n\t\n'),
    evaluateCase('body: byte order mark alone', '\uFEFF'),
    evaluateCase('body: HTML', `<!doctype html><html><body>${password('page')}</body></html>`),
    evaluateCase('body: JSON', '{"errors": [{"message": "no"}]}'),
    evaluateCase('body: UTF-16', utf16),
    evaluateCase('body: UTF-16 without mark', utf16.subarray(2)),
    evaluateCase('body: binary', Buffer.from([1, 2, 3, 0x44, 0x2c, 0x0d, 0x0a, 0xff])),
    evaluateCase('body: above max-export-size', text, { 'max-export-size': '100B' }),
    {
      name: 'body: several exports at once',
      steps: [
        evaluation({
          'a.csv': text,
          'b.csv': csv(fewRows, { delimiter: ';', columns: renamed({ match: null }) }),
          'c.csv': csv([]),
        }),
      ],
    },
    {
      name: 'body: a pattern without a file',
      steps: [evaluation({ 'a.csv': text }, { 'report-files': 'b*.csv' })],
    },
  ]
}
