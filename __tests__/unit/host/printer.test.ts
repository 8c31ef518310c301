import { describe, expect, it } from '@jest/globals'
import { printerOf } from '../../../src/host/printer.ts'

function screenOf(
  terminal: { isTTY?: boolean; columns?: number; rows?: number },
  environment: Record<string, string> = {},
) {
  const written: string[] = []
  const printer = printerOf({ write: (text: string) => written.push(text), ...terminal }, environment)
  return { printer, text: () => written.join('') }
}

const clear = '\r\u001b[2K'

describe('printerOf', () => {
  it('writes plain lines where there is no terminal', () => {
    const { printer, text } = screenOf({})
    printer.line('hello', 'red')
    printer.progress('never shown')
    expect(text()).toBe('hello\n')
    expect(printer.live).toBe(false)
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
    printer.progress('scanning 40% of it')
    printer.line('found')
    printer.progress(null)
    printer.line('end')
    expect(text()).toBe(`scanning 4${clear}found\nscanning 4${clear}end\n`)
  })

  it('redraws several live lines, at most what fits the height, and never a line that wraps', () => {
    const { printer, text } = screenOf({ isTTY: true, columns: 9, rows: 5 }, { NO_COLOR: '1' })
    printer.progress('a\nb')
    printer.line('found')
    expect(text()).toBe('a\nb\u001b[1A\r\u001b[Jfound\na\nb')
    printer.progress('1\n2\n3\n4\n5')
    expect(text()).toMatch(/1\n2\n {2}\.\.\. an$/)
    printer.progress('一二三四五')
    expect(text()).toMatch(/\[J一二三四$/)
  })

  it('has no live line in a dumb terminal', () => {
    expect(screenOf({ isTTY: true }, { TERM: 'dumb' }).printer.live).toBe(false)
  })

  it('blanks secrets, the longer one first, in lines and in the live line', () => {
    const { printer, text } = screenOf({ isTTY: true }, { NO_COLOR: '1' })
    printer.mask('abc')
    printer.mask('abcdef')
    printer.mask('')
    printer.line(printer.safe('x abcdef abc y'))
    printer.progress('abcdef')
    expect(text()).toBe('x *** *** y\n***')
  })

  it('makes what it prints harmless', () => {
    const { printer, text } = screenOf({})
    printer.line(printer.safe('a\n::error::b\u001b[2J'))
    expect(text()).toBe('a\\n::error::b\\u001b[2J\n')
  })
})
