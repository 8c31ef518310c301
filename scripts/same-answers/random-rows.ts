/** Rows of many shapes, the same for the same seed. */
import {
  awsClientId,
  awsSecretKey,
  bitbucketToken,
  githubToken,
  password,
  privateKey,
  slackToken,
} from '../../sandbox/planted-credentials.ts'
import { type Row, row } from './export-rows.ts'
import { daysAgo } from './fixed-now.ts'

/** Numbers by seed. */
export type Chance = {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number
  pick<T>(list: readonly [T, ...T[]]): T
  shuffled<T>(list: readonly T[]): T[]
}

/** Mulberry32: short, and the same on every machine. */
export function chanceOf(seed: number): Chance {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    below,
    pick: ([first, ...more]) => more[below(more.length + 1) - 1] ?? first,
    shuffled(list) {
      const keyed = list.map((value) => ({ value, at: next() }))
      return keyed.sort((a, b) => a.at - b.at).map(({ value }) => value)
    },
  }
}

type Place = readonly [project: string, repository: string]

const rules = [
  'AWS_CLIENT_ID',
  'AWS_SECRET_ACCESS_KEY',
  'RSA_PRIVATE_KEY',
  'GITHUB_TOKEN',
  'SLACK_TOKEN',
  'GENERIC_PASSWORD',
  'TROJAN_SOURCE',
  'SLACK_WEBHOOK',
  '=FORMULA',
] as const
const repositories: readonly [Place, ...Place[]] = [
  ['SHOP', 'cart'],
  ['SHOP', 'checkout'],
  ['PAY', 'cash'],
  ['PAY', 'core'],
  ['~jane', 'notes'],
  ['OPS', 'tool.box'],
]
const branches = ['main', 'develop', 'release/1.0', 'feature/a,b', 'fix/\u00fc=1', 'hotfix/"x"'] as const
const makers = [awsClientId, awsSecretKey, bitbucketToken, githubToken, password, slackToken] as const

/** Every branch shows the findings of its repository again. */
export function repeatingRows(seed: number, count: number): readonly Row[] {
  const chance = chanceOf(seed)
  const own = repositories.map(([project, repository]) =>
    Array.from({ length: Math.ceil(count / repositories.length / branches.length) }, (_none, at) =>
      row({
        project,
        repository,
        path: `src/module-${chance.below(9)}/settings ${chance.below(4)}.ini`,
        line: String(1 + chance.below(60)),
        rule: chance.pick(rules),
        match: `value = "${chance.pick(makers)(`${repository} ${at - chance.below(2)}`)}"`,
        scannedAt: daysAgo(chance.below(60)),
      }),
    ),
  )
  const everything = own.flatMap((rows) =>
    branches.flatMap((branch) => rows.map((one) => ({ ...one, branch }))),
  )
  return everything.slice(0, count)
}

/** Every row another file, in no order; a third with line breaks, doubled quotes and non-ASCII. */
export function distinctRows(seed: number, count: number): readonly Row[] {
  const chance = chanceOf(seed)
  return Array.from({ length: count }, (_none, at) => {
    const [project, repository] = chance.pick(repositories)
    const odd = at % 3 === 0
    const secret = chance.pick(makers)(`distinct ${at}`)
    return row({
      project,
      repository,
      branch: chance.pick(branches),
      path: odd ? `gr\u00fc\u00dfe/"${at}"/\u65e5\u672c ${at}.txt` : `src/${at % 97}/file-${at}.ts`,
      line: String(1 + chance.below(5_000)),
      rule: chance.pick(rules),
      match: odd ? `first "line"\nsecond; ${secret}\r\n\u00e9\u{1f511}` : secret,
      scannedAt: daysAgo(chance.below(400)),
    })
  })
}

/** Some ten rows for each distinct finding, in no order. */
export function mixedRows(seed: number, count: number): readonly Row[] {
  const chance = chanceOf(seed)
  const kinds = distinctRows(seed + 1, Math.ceil(count / 10))
  const [first = row(), ...more] = kinds
  return Array.from({ length: count }, () => ({
    ...chance.pick([first, ...more]),
    branch: chance.pick(branches),
    line: String(1 + chance.below(3)),
    scannedAt: daysAgo(chance.below(3)),
  }))
}

const blankTexts = [
  '',
  ' ',
  '   \t ',
  '********',
  '[redacted]',
  '[redacted] ',
  'REDACTED',
  '\u00a0',
  '0',
  'x',
  'null',
]
const longName = 'very-long-name/'.repeat(400)

/** Texts that redaction and cleaning have to deal with, in every cell. */
export function nastyRows(seed: number, count: number): readonly Row[] {
  const chance = chanceOf(seed)
  return Array.from({ length: count }, (_none, at) => {
    const maker = chance.pick(makers)
    const secret = maker(`nasty ${chance.below(40)}`)
    const other = maker(`other ${at % 50}`)
    const cells: readonly [Partial<Row>, ...Partial<Row>[]] = [
      { match: secret, path: `config/${secret}/x.txt` },
      { match: secret, branch: `feature/${secret}-and-more` },
      { match: ` ${secret}\n`, path: `a ${secret} b ${secret}` },
      { match: chance.pick(['', ...blankTexts]), line: String(chance.below(4)) },
      { match: chance.pick(['password', 'release/next', 'AWS_SECRET_KEY', 'main', 'src/settings.ini']) },
      { match: 'a'.repeat(40), path: `x/${'a'.repeat(40)}/y` },
      { path: `keys/${other}.txt` },
      {
        branch: `user:pw@https://user:${other}@host/x`,
        path: `https://user:${password('u')}@host/y?token=${other}`,
      },
      { path: `dump/${privateKey('RSA', 'k').slice(0, 200)}` },
      { rule: `RULE ${secret}`, match: secret },
      { repository: `repo-${chance.below(3)}`, project: other.slice(0, 30) },
      { path: longName + String(at % 5), branch: `${longName}${at % 3}` },
      { path: `${'p/'.repeat(2_044)}${other}` },
      { path: '\u202egnp.txt\u200b', branch: 'a\u0000b'.replace('\u0000', '\u0001'), rule: 'R\u0085S' },
      { path: `'=1+1`, branch: `;'=2`, rule: `'${chance.pick(['-', '+', '@', '='])}x` },
      { path: '\ud83d\ude00'.repeat(1 + (at % 3)), branch: 'e\u0301'.repeat(600) },
      { match: `${secret}`.repeat(200), path: `${secret}${secret}` },
      {
        match: secret,
        line: String(at % 4),
        scannedAt: chance.pick(['', 'yesterday', '2026-03-01', daysAgo(3)]),
      },
      { match: `"${secret}"`, path: `q/${secret}`, branch: 'refs/heads/main' },
    ]
    const [project, repository] = chance.pick(repositories)
    return row({ project, repository, line: String(at % 7), ...chance.pick(cells) })
  })
}
