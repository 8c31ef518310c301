import { describe, expect, it } from '@jest/globals'
import { printerOf } from '../../../src/host/console.ts'

function screenOf(terminal: { isTTY?: boolean; columns?: number }, environment: Record<string, string> = {}) {
  const written: string[] = []
  const printer = printerOf({ write: (text) => written.push(text), ...terminal }, environment)
  return { printer, text: () => written.join('') }
}

const clear = '\r\u001b[2K'

describe('printerOf', () => {
  it('writes plain lines where there is no terminal', () => {
    const { printer, text } = screenOf({})
    printer.line('hello', 'red')
    expect(text()).toBe('hello\n')
    expect(printer.progress).toBeNull()
  })

  it('colours in a terminal, but not with NO_COLOR', () => {
    const { printer, text } = screenOf({ isTTY: true })
    printer.line('bad', 'red')
    expect(text()).toBe('\u001b[31mbad\u001b[39m\n')
    const plain = screenOf({ isTTY: true }, { NO_COLOR: '1' })
    plain.printer.line('bad', 'red')
    expect(plain.text()).toBe('bad\n')
  })

  it('keeps one live line below the others and takes it away', () => {
    const { printer, text } = screenOf({ isTTY: true, columns: 11 }, { NO_COLOR: '1' })
    printer.progress?.('scanning 40% of it')
    printer.line('found')
    printer.progress?.(null)
    printer.line('end')
    expect(text()).toBe(`scanning 4${clear}found\nscanning 4${clear}end\n`)
  })

  it('has no live line in a dumb terminal', () => {
    expect(screenOf({ isTTY: true }, { TERM: 'dumb' }).printer.progress).toBeNull()
  })

  it('blanks secrets, the longer one first, in lines and in the live line', () => {
    const { printer, text } = screenOf({ isTTY: true }, { NO_COLOR: '1' })
    printer.mask('abc')
    printer.mask('abcdef')
    printer.mask('')
    printer.line('x abcdef abc y')
    printer.progress?.('abcdef')
    expect(text()).toBe('x *** *** y\n***')
  })

  it('makes what it prints harmless', () => {
    const { printer, text } = screenOf({})
    printer.line('a\n::error::b\u001b[2J')
    expect(text()).toBe('a\\n::error::b\\u001b[2J\n')
  })
})
