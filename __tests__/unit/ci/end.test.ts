import { describe, expect, it } from '@jest/globals'
import { runScript } from './child.ts'

const end = "import { endWith } from './src/ci/process.ts';"

describe('endWith', () => {
  it('ends with the code, without delay and with everything said', () => {
    const script = `${end} const begun = performance.now();
      process.on('exit', () => console.log(performance.now() - begun < 450)); endWith(4, process)`
    const { status, stdout } = runScript(script, {})
    expect({ status, stdout }).toEqual({ status: 4, stdout: 'true\n' })
  })

  it('does not wait for what a library left open', () => {
    const began = performance.now()
    expect(runScript(`${end} setInterval(() => undefined, 1000); endWith(130, process)`, {}).status).toBe(130)
    expect(performance.now() - began).toBeLessThan(5000)
  })
})

describe('a process without a verdict', () => {
  const begin = "import { expectVerdict } from './src/ci/process.ts'; expectVerdict(process);"

  it.each([
    ['a promise that nobody keeps', 'await new Promise(() => undefined)'],
    ['an error that is swallowed', "process.on('uncaughtException', () => undefined); throw new Error('x')"],
    ['no work at all', ''],
  ])('ends as a defect after %s, and says so', (_, script) => {
    const { status, stderr } = runScript(`${begin} ${script}`, {})
    expect(status).toBe(70)
    expect(stderr).toContain('before it had a verdict')
  })
})
