import { describe, expect, it } from '@jest/globals'
import {
  givenText,
  refusalInPolicy,
  resolveInputs,
  secretsOf,
  sourcesOf,
} from '../../../src/config/sources.ts'
import { inputRows } from '../../../src/config/table.ts'
import { sources } from './given.ts'

function hostWith(inputs: Record<string, string>, environment: Record<string, string>) {
  return {
    input: (name: string) => inputs[name],
    givenInputs: () => Object.keys(inputs),
    environment: (name: string) => environment[name],
    environmentNames: () => Object.keys(environment),
  }
}

describe('sourcesOf', () => {
  it('gives inputs, then SOTERI_GATE_ variables by input name, then the policy', () => {
    const environment = {
      SOTERI_GATE_OUTPUT_DIR: 'out',
      SOTERI_GATE_NOPE: '1',
      PATH: '/bin',
      SOTERI_GATE_MODE: '',
    }
    expect(sourcesOf(hostWith({ mode: 'warn', scope: '' }, environment), { timeout: '5m' })).toEqual([
      { label: 'input', values: { mode: 'warn' } },
      { label: 'environment', values: { 'output-dir': 'out', nope: '1' } },
      { label: 'policy file', values: { timeout: '5m' } },
    ])
  })

  it.each([
    [{ SOTERI_GATE_MODE: 'enforce', SOTERI_GATE_mode: 'report' }],
    [{ SOTERI_GATE_mode: 'report', SOTERI_GATE_MODE: 'enforce' }],
    [{ SOTERI_GATE_Mode: 'report', SOTERI_GATE_mode: 'warn', SOTERI_GATE_MODE: 'enforce' }],
  ])('takes the documented spelling of a variable before others: %j', (environment) => {
    expect(sourcesOf(hostWith({}, environment), {})[1]?.values).toEqual({ mode: 'enforce' })
  })

  it('takes the documented spelling before one with a hyphen, and another where it is alone', () => {
    const both = { SOTERI_GATE_POLICY_FILE: 'a.yml', 'SOTERI_GATE_POLICY-FILE': 'b.yml' }
    expect(sourcesOf(hostWith({}, both), {})[1]?.values).toEqual({ 'policy-file': 'a.yml' })
    expect(sourcesOf(hostWith({}, { SOTERI_GATE_mode: 'warn' }), {})[1]?.values).toEqual({ mode: 'warn' })
  })

  it('takes a hostile name for a name', () => {
    const [input] = sourcesOf(hostWith({ constructor: 'x', ['__proto__']: 'y' }, {}), {})
    expect(Object.keys(input?.values ?? {})).toContain('constructor')
  })
})

describe('givenText', () => {
  it('takes the first that is given', () => {
    const policyFile = (...given: Parameters<typeof sources>) =>
      givenText(resolveInputs(sources(...given)), 'policy-file')
    expect(policyFile({}, { 'policy-file': ' b.yml ' })).toBe('b.yml')
    expect(policyFile({ 'policy-file': 'a.yml' }, { 'policy-file': 'b.yml' })).toBe('a.yml')
    expect(policyFile({ 'policy-file': ' ' })).toBeUndefined()
  })
})

describe('secretsOf', () => {
  const secret = ['gränt', ' &me\n'].join('')

  it('gives every form in which a secret can travel', () => {
    const forms = secretsOf(sources({ username: 'ana', password: secret }))
    const trimmed = secret.trim()
    for (const form of [
      secret,
      trimmed,
      encodeURIComponent(trimmed),
      Buffer.from(trimmed).toString('base64'),
      Buffer.from(`ana:${trimmed}`).toString('base64'),
      encodeURIComponent(Buffer.from(`ana:${trimmed}`).toString('base64')),
    ]) {
      expect(forms).toContain(form)
    }
  })

  it('holds each line of a secret, longest forms first, nothing blank', () => {
    const forms = secretsOf(sources({ token: 'first\n\nsecond' }, { 'fingerprint-key': 'third' }))
    expect(forms).toEqual(expect.arrayContaining(['first', 'second', 'third']))
    expect(forms.every((form) => form.trim() !== '')).toBe(true)
    expect(forms.map((form) => form.length)).toEqual(forms.map((form) => form.length).sort((a, b) => b - a))
  })

  it('does not take user names or other inputs for secrets', () => {
    expect(secretsOf(sources({ username: 'ana', project: 'P' }))).toEqual([])
  })
})

it('a policy file may give what shapes reports and logs, and no other input', () => {
  const allowed = [
    ...['annotations', 'artifact-name', 'formats', 'history-file', 'job-summary', 'log-findings'],
    ...['log-level', 'output-dir'],
    ...['retention-days', 'upload-artifact'],
  ]
  const free = inputRows.filter((row) => refusalInPolicy(row) === null)
  expect(free.map(({ name }) => name).toSorted()).toEqual(allowed)
})
