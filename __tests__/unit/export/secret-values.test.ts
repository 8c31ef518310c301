/** Values of matched lines in the names of their rows. Planted values are made at run time. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { runs } from '../../fixtures/runs.ts'
import { redactRows } from './redacting.ts'

const columns = ['Project', 'Repository', 'Branch', 'Path', 'Line', 'Rule', 'Match']
const secret = ['Hunt3r', 'x', '4711'].join('')

function read(match: string, more: Partial<Record<string, string>> = {}): unknown {
  const cells = {
    Project: 'PROJ',
    Repository: 'app',
    Branch: 'main',
    Path: 'a.ts',
    Line: '1',
    Rule: 'R',
    ...more,
  }
  const row = columns.map((column) =>
    column === 'Match' ? match : (cells[column as keyof typeof cells] ?? ''),
  )
  return redactRows(columns, [row]).rows[0]
}

const texts: readonly ((value: string) => string)[] = [
  (value) => `password = "${value}"`,
  (value) => `password=${value}`,
  (value) => `  password : ${value}  # the old one`,
  (value) => `'db.password' => '${value}',`,
  (value) => `pass := \`${value}\``,
  (value) => `{"password":"${value}","user":"somebody"}`,
  (value) => `Authorization: Bearer ${value}`,
  (value) => `https://somebody:${value}@db.example.com/x`,
  (value) => `curl 'https://example.com/?token=${value}&x=1'`,
  (value) => `<password>${value}</password>`,
  (value) => `machine example.com password ${value}`,
  (value) => `connect("somebody", "${value}");`,
  (value) => `export KEY="${value}"; start`,
  (value) => `first line\nkey: ${value}\nlast line`,
  (value) => `-----BEGIN KEY-----\n${value}\n-----END KEY-----`,
  (value) => `a = "\\"${value}\\""`,
  (value) => `a = ${encodeURIComponent(value)}`,
]

describe('a value of a matched line', () => {
  it.each(texts.map((text) => [text]))('is masked in each name of its row: %s', (text) => {
    const match = text(secret)
    expect(
      read(match, { Path: `conf/${secret}.yml`, Branch: `fix/${secret}`, Rule: `R ${secret}` }),
    ).toMatchObject({
      path: 'conf/[redacted].yml',
      branch: 'fix/[redacted]',
      rule: 'R [redacted]',
    })
    expect(read(match, { Project: `P-${secret}`, Repository: `r-${secret}` })).toMatchObject({
      project: 'P-[redacted]',
      repository: 'r-[redacted]',
    })
  })

  it('is masked in other case: plain, and by the shape of a credential alone', () => {
    const key = ['AK', 'IA', 'CANARY', '0000000001'].join('')
    for (const [match, value] of [
      [`password = "${secret}"`, secret],
      [`use ${key} here`, key],
    ] as const)
      for (const shown of [value.toUpperCase(), value.toLowerCase()])
        expect(read(match, { Path: `a/${shown}/b` })).toMatchObject({ path: 'a/[redacted]/b' })
  })

  it('is masked in other case and URL-encoded, in part or twice', () => {
    const value = ['pä$$', 'w0rd', '/x y'].join('')
    for (const shown of [
      value,
      value.toUpperCase(),
      encodeURIComponent(value),
      encodeURIComponent(value).toLowerCase(),
      encodeURIComponent(encodeURIComponent(value)),
      value.replace('$', '%24'),
      encodeURIComponent(value).replace('%20', '+'),
    ]) {
      expect(read(`password = "${value}"`, { Path: `a/${shown}/b` })).toMatchObject({
        path: 'a/[redacted]/b',
      })
    }
  })

  it.each([
    ['password = "correcthorse"', 'correcthorse'],
    ['password = "correct-horse"', 'correct-horse'],
    ['password = "ab12cd"', 'ab12cd'],
    ['password = 123456', '123456'],
  ])('counts: %s', (match, value) => {
    expect(read(match, { Path: `x/${value}/y` })).toMatchObject({ path: 'x/[redacted]/y' })
  })

  it.each([
    ['password', 'password'],
    ['release/next', 'release/next'],
    ['password = "secrets"', 'secrets'],
    ['password = "a1b2c"', 'a1b2c'],
    ['password = "password"', 'password'],
    ['password = "release/next"', 'release/next'],
    ['"credentials_file": 1', 'credentials_file'],
    ['the configuration = x', 'configuration'],
    ['x = 1 # configuration of it', 'configuration'],
    ['password = "[redacted]"', 'redacted'],
  ])('does not count, as a word, a name or short: %s', (match, value) => {
    expect(read(match, { Path: `x/${value}/y` })).toMatchObject({ path: `x/${value}/y` })
  })

  it('is found wherever it is planted', () => {
    const characters = [...'abcXYZ012-_.$@!/+%~é']
    const planted = fc
      .array(fc.constantFrom(...characters), { minLength: 8, maxLength: 24 })
      .map((part) => `q7${part.join('')}7q`)
    const forms = [
      (value: string) => value,
      (value: string) => value.toUpperCase(),
      (value: string) => encodeURIComponent(value),
    ]
    const around = fc.constantFrom('', 'a', 'src/', 'conf-', 'xyz_')
    fc.assert(
      fc.property(
        planted,
        fc.constantFrom(...texts.slice(0, 3), texts[11], texts[13]),
        fc.constantFrom(...forms),
        around,
        around,
        (value, text, form, before, after) => {
          const shown = form(value)
          const path = `x${before}${shown}${after}`
          const found = read((text as (value: string) => string)(value), {
            Path: path,
            Branch: path,
            Rule: path,
          })
          expect(JSON.stringify(found).toLowerCase()).not.toContain(shown.toLowerCase())
        },
      ),
      { numRuns: runs(500) },
    )
  })
})
