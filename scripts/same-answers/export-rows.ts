/** Rows of exports and the CSVs that hold them, for the cases. */
import { awsClientId, githubToken, password, slackToken } from '../../sandbox/planted-credentials.ts'
import { daysAgo } from './fixed-now.ts'

/** A row of an export, as texts. */
export type Row = {
  readonly project: string
  readonly repository: string
  readonly branch: string
  readonly path: string
  readonly line: string
  readonly rule: string
  readonly match: string
  readonly scannedAt: string
}

/** How a CSV is written; everything has a usual value. */
export type Style = {
  readonly columns?: readonly (readonly [header: string, column: keyof Row | ''])[]
  readonly delimiter?: string
  readonly quote?: string
  readonly lineEnd?: string
  readonly bom?: boolean
  readonly finalLineEnd?: boolean
  readonly quoteAll?: boolean
}

export const usualColumns = [
  ['Project Key', 'project'],
  ['Repository Slug', 'repository'],
  ['Branch', 'branch'],
  ['File Path', 'path'],
  ['Line Number', 'line'],
  ['Rule', 'rule'],
  ['Match', 'match'],
  ['Scanned At', 'scannedAt'],
] as const

export function row(change: Partial<Row> = {}): Row {
  return {
    project: 'SHOP',
    repository: 'cart',
    branch: 'main',
    path: 'src/settings.ini',
    line: '12',
    rule: 'AWS_CLIENT_ID',
    match: `id = ${awsClientId('one')}`,
    scannedAt: daysAgo(2),
    ...change,
  }
}

/** Eight rows: branches that repeat, two projects, ages, texts that repeat. */
export const fewRows: readonly Row[] = [
  row(),
  row({ branch: 'develop', line: '14' }),
  row({ branch: 'feature/a,b', scannedAt: daysAgo(40) }),
  row({ path: 'src/keys/id_rsa', line: '1', rule: 'RSA_PRIVATE_KEY', match: password('key') }),
  row({ repository: 'tool', path: 'README.md', line: '3', rule: 'GITHUB_TOKEN', match: githubToken('a') }),
  row({ project: '~jane', repository: 'notes', branch: '', rule: 'SLACK_TOKEN', match: slackToken('s') }),
  row({ project: 'PAY', repository: 'cash', path: 'a "b" c.txt', rule: 'GENERIC_PASSWORD', line: '' }),
  row({ project: 'PAY', repository: 'cash', match: '', scannedAt: '' }),
]

export function csv(rows: readonly Row[], style: Style = {}): string {
  const { delimiter = ',', quote = '"', lineEnd = '\r\n', quoteAll = false } = style
  const columns = style.columns ?? usualColumns
  const cell = (text: string): string => {
    const plain = !quoteAll && !text.includes(delimiter) && !text.includes(quote) && !/[\r\n]/.test(text)
    return plain ? text : `${quote}${text.replaceAll(quote, quote + quote)}${quote}`
  }
  const lines = [
    columns.map(([header]) => header),
    ...rows.map((each) => columns.map(([, column]) => (column === '' ? 'something' : each[column]))),
  ]
  const body = lines.map((cells) => cells.map(cell).join(delimiter)).join(lineEnd)
  return `${style.bom ? '\uFEFF' : ''}${body}${style.finalLineEnd === false ? '' : lineEnd}`
}
