import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import { parsePolicyFile } from '../../../src/config/policy-file.ts'
import { policyInputs, policyJsonSchema, policyKeys } from '../../../src/config/policy-schema.ts'

const shipped = JSON.parse(readFileSync('schema/policy.schema.json', 'utf8'))
const valid = new Ajv2020({ allowUnionTypes: true }).compile(shipped)

const texts = policyInputs.filter(({ kind }) =>
  ['text', 'list', 'lines', 'date', 'url', 'targets', 'columns', 'file'].includes(kind),
)

describe('the JSON Schema of policy files', () => {
  it('is what the code makes', () => {
    expect(JSON.parse(JSON.stringify(policyJsonSchema()))).toEqual(shipped)
  })

  it('knows every key and nothing else', () => {
    expect(Object.keys(shipped.properties).sort()).toEqual(
      [...policyKeys, ...policyInputs.map(({ name }) => name)].sort(),
    )
    expect(shipped.additionalProperties).toBe(false)
  })

  it.each([
    'thresholds: [total = 0, { name: x, match: { rule: A, path: ["a", "!b"] }, max: baseline, max-new: 0 }]',
    'severities: { "A_*": low }',
    'severities: [{ rule: A, severity: high }]',
    'suppressions: [{ match: { branch: dev }, reason: r, owner: o, expires: 2027-01-01 }]',
    'artifact-name: "1.10"\nhistory-file: "0123"\noutput-dir: out\nupload-artifact: true\nlog-level: warn',
    'retention-days: 90\nannotations: "3"\njob-summary: "true"',
    'extends: ../base.yml\njob-summary: true\nformats: [csv, json]\nannotations: 3',
  ])('agrees with the reader that this is good: %s', (text) => {
    expect(parsePolicyFile(text, 'p.yml').mistakes).toEqual([])
    expect([valid(parse(text)), valid.errors]).toEqual([true, null])
  })

  it.each([
    'tresholds: []',
    'thresholds: [{ max: -1 }]',
    'thresholds: [{ max: 1.5 }]',
    'thresholds: [{ max: often }]',
    'thresholds: [{ max: 0, levl: warn }]',
    'thresholds: [{ max: 0, match: { severity: hihg } }]',
    'thresholds: [{ max: 0, match: { rule: [] } }]',
    'severities: { A: hihg }',
    'suppressions: [{ match: { rule: A }, reason: r }]',
    'suppressions: [{ match: { rule: A }, reason: "", expires: 2027-01-01 }]',
    'suppressions: [{ fingerprint: 12, reason: r, expires: 2027-01-01 }]',
    'token: x',
    'job-summary: { a: 1 }',
    'wait: true',
    'operation: evaluate',
    ...texts.flatMap(({ name }) => [`${name}: 1.10`, `${name}: true`, `${name}: [a, 0123]`]),
  ])('agrees with the reader that this is bad: %s', (text) => {
    expect(parsePolicyFile(text, 'p.yml').mistakes).not.toEqual([])
    expect(valid(parse(text))).toBe(false)
  })
})
