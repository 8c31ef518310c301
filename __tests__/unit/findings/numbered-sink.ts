/** Makes a sink of texts one of numbers: gives back what the numbers mean, after holding them to their promises. */
import { type CellKind, type Kernel, NOT_PLAIN, WORDS_OF_CELL } from '../../../src/findings/kernel.ts'
import { badReasons, isHeaderAgain, type NumberedRowSink, type RowSink } from '../../../src/findings/rows.ts'

export type NumberedTrial = {
  readonly kernel: Kernel
  readonly kindOf: (slot: number) => CellKind
  /** Told of what does not hold. */
  readonly broken: (promise: string) => void
  /** Rows that came as numbers. */
  rows: number
}

export function numberedSink(sink: RowSink, trial: NumberedTrial): NumberedRowSink {
  const { kernel } = trial
  let kinds: readonly CellKind[] = []
  let header: readonly string[] = []
  let before: readonly string[] | null = null

  const check = (words: Uint32Array, at: number, texts: readonly string[]): void => {
    const flags = words[at + kinds.length * WORDS_OF_CELL] ?? 0
    for (const [slot, text] of texts.entries()) {
      const word = at + slot * WORDS_OF_CELL
      const [first, second] = [words[word] ?? 0, words[word + 1] ?? 0]
      const trouble = troubles[kinds[slot] ?? 'name']
      const promise = trouble({
        kernel,
        text,
        first,
        second,
        before: before?.[slot] ?? null,
        odd: (flags & 2) !== 0,
      })
      if (promise !== null) trial.broken(promise)
    }
    const secrets = texts.filter((_, slot) => kinds[slot] === 'secret').map((text) => text.trim())
    const names = texts.filter((_, slot) => kinds[slot] === 'name')
    const isTainted = secrets.some(
      (secret) => secret.length >= 6 && names.some((name) => name.includes(secret)),
    )
    if (isTainted && flags === 0) trial.broken('a matched text in another cell is flagged')
  }

  return {
    ...sink,
    kernel,
    header(cells) {
      const wanted = sink.header(cells)
      kinds = wanted.map((_, slot) => trial.kindOf(slot))
      header = wanted.map((position) => cells[position] ?? '')
      return wanted
    },
    kinds: () => kinds,
    rows(count, number) {
      const stride = kinds.length * WORDS_OF_CELL + 1
      before = null
      for (let row = 0; row < count; row++) {
        const at = kernel.firstRow + row * stride
        const texts = kinds.map((_, slot) => {
          const word = at + slot * WORDS_OF_CELL
          return kernel.cell(kernel.words[word + 2] ?? 0, kernel.words[word + 3] ?? 0)
        })
        check(kernel.words, at, texts)
        before = texts
        trial.rows += 1
        if (isHeaderAgain(texts, header)) sink.bad(number + row, badReasons.headerAgain)
        else sink.row(texts, number + row)
      }
    },
  }
}

type Told = {
  readonly kernel: Kernel
  readonly text: string
  readonly first: number
  readonly second: number
  readonly before: string | null
  readonly odd: boolean
}

/** The promise that does not hold, `null` when it does. */
const troubles: Readonly<Record<CellKind, (told: Told) => string | null>> = {
  name: ({ kernel, text, first }) =>
    kernel.text(first) === text && kernel.number(text) === first ? null : 'a number names its text',
  number: ({ text, first }) => {
    const plain = /^\d{1,9}$/.test(text)
    return (plain ? Number(text) : NOT_PLAIN) === first ? null : 'a number is its digits'
  },
  secret: ({ kernel, text, first, second, odd }) => {
    const [low, high] = kernel.hash(text)
    return odd || (low === first && high === second) ? null : 'a hash is that of the text without blanks'
  },
  plain: ({ text, before, first }) =>
    first === 0 || text === before ? null : 'a cell told as the one before is the same',
}
