import { describe, expect, it } from '@jest/globals'
import xterm from '@xterm/headless'
import fc from 'fast-check'
import { padded, printerOf, shortened, widthOf } from '../../../src/ci/printer.ts'

function screenOf(
  terminal: { isTTY?: boolean; columns?: number; rows?: number },
  environment: Record<string, string> = {},
) {
  const written: string[] = []
  const printer = printerOf({ write: (text: string) => written.push(text), ...terminal }, environment)
  return { printer, text: () => written.join(''), writes: () => written.length }
}

const clear = '\r\u001b[J'

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

  const live = (...lines: string[]): string => `\u001b[?7l${lines.join('\n')}\u001b[?7h`

  it('keeps one live line below the others and takes it away', () => {
    const { printer, text } = screenOf({ isTTY: true, columns: 11 }, { NO_COLOR: '1' })
    printer.progress('scanning 40% of it')
    printer.line('found')
    printer.progress(null)
    printer.line('end')
    const shown = live('scannin...')
    expect(text()).toBe(`${shown}${clear}found\n${shown}${clear}end\n`)
  })

  it('redraws several live lines, at most what fits the height, each piece in one write', () => {
    const { printer, text, writes } = screenOf({ isTTY: true, columns: 9, rows: 5 }, { NO_COLOR: '1' })
    printer.progress('a\nb')
    printer.line('found')
    expect(text()).toBe(`${live('a', 'b')}\u001b[1A${clear}found\n${live('a', 'b')}`)
    printer.progress('1\n2\n3\n4\n5')
    expect(text().endsWith(live('1', '2', '  and...'))).toBe(true)
    expect(writes()).toBe(3)
  })

  it('keeps a real terminal in order, whatever it takes for the width of a character', async () => {
    const terminal = new xterm.Terminal({ cols: 12, rows: 8, allowProposedApi: true })
    let drawn = Promise.resolve()
    const screen = {
      isTTY: true,
      columns: 12,
      rows: 8,
      write: (text: string) => {
        drawn = new Promise((done) => terminal.write(text.replaceAll('\n', '\r\n'), done))
      },
    }
    const rows = (): string[] =>
      Array.from({ length: 8 }, (_, at) => terminal.buffer.active.getLine(at)?.translateToString(true) ?? '')
    const printer = printerOf(screen, { NO_COLOR: '1' })
    const family = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}'
    for (const name of [family.repeat(20), '一二三四五六七八', 'größe-Größe-größe', 'e\u0301'.repeat(30)]) {
      printer.progress(`above\n${name}\nbelow`)
      printer.line('said')
      printer.progress('above\nbelow')
    }
    printer.progress(null)
    await drawn
    expect(rows()).toEqual(['said', 'said', 'said', 'said', '', '', '', ''])
  })

  it('has no live line in a dumb terminal', () => {
    expect(screenOf({ isTTY: true }, { TERM: 'dumb' }).printer.live).toBe(false)
  })

  it.each([{ CI: 'true' }, { GITLAB_CI: 'true' }, { JENKINS_URL: 'https://jenkins.example.com/' }])(
    'takes the terminal of a CI (%j) for a log',
    (environment) => {
      const { printer, text } = screenOf({ isTTY: true }, environment)
      printer.progress('never shown')
      printer.line('bad', 'red')
      expect(text()).toBe('bad\n')
    },
  )

  it('never hides the cursor', () => {
    const { printer, text } = screenOf({ isTTY: true })
    printer.progress('a\nb')
    printer.progress(null)
    expect(text()).not.toContain('\u001b[?25')
  })

  it('blanks secrets, the longer one first, in lines and in the live line', () => {
    const { printer, text } = screenOf({ isTTY: true }, { NO_COLOR: '1' })
    printer.mask('abcd')
    printer.mask('abcdef')
    for (const short of ['', 'x']) printer.mask(short)
    printer.line(printer.safe('x abcdef abcd y'))
    printer.progress('abcdef')
    expect(text()).toBe(`x *** *** y\n${live('***')}`)
  })

  it('makes what it prints harmless', () => {
    const { printer, text } = screenOf({})
    printer.line(printer.safe('a\n::error::b\u001b[2J'))
    expect(text()).toBe('a\\n::error::b\\u001b[2J\n')
  })
})

describe('the width of a text', () => {
  it.each([
    ['plain', 5],
    ['größe', 5],
    ['Ελλάδα', 6],
    ['ветка', 5],
    ['日本語', 6],
    ['e\u0301', 1],
    ['\u{1f600}', 2],
    ['\u{20000}', 2],
    ['', 0],
  ])('%j is %i', (text, width) => {
    expect(widthOf(text)).toBe(width)
  })
})

describe('shortened', () => {
  it.each([
    ['feature/login', 20, 'feature/login'],
    ['feature/login', 13, 'feature/login'],
    ['feature/login', 10, 'feature...'],
    ['日本語/ブランチ', 9, '日本語...'],
    ['feature', 3, 'fea'],
    ['feature', 0, ''],
  ])('%j to %i columns is %j', (text, columns, short) => {
    expect(shortened(text, columns)).toBe(short)
  })

  it('is never wider than it may be, and never half a character', () => {
    const any = fc.string({
      unit: fc.constantFrom('a', 'ü', 'я', '日', '\u{20000}', '\u{1f600}', '\u0301', '-'),
    })
    fc.assert(
      fc.property(any, fc.nat(40), (text, columns) => {
        const short = shortened(text, columns)
        expect(widthOf(short)).toBeLessThanOrEqual(columns)
        expect(short.isWellFormed()).toBe(true)
      }),
    )
  })
})

it('padded fills up to a width in columns, and cuts nothing', () => {
  expect(padded('日本', 6)).toBe('日本  ')
  expect(padded('feature', 3)).toBe('feature')
})
