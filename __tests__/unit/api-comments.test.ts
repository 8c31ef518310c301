/** Whatever a program can import is documented where editors and TypeDoc look: a comment before each name and each field. */
import { readFileSync } from 'node:fs'
import { posix, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { Language, type Node, Parser } from 'web-tree-sitter'

type Parse = { of: (text: string) => Node }
const parser = {} as Parse
beforeAll(async () => {
  await Parser.init()
  const typescript = new Parser()
  const grammar = 'node_modules/@cursorless/tree-sitter-wasms/out/tree-sitter-typescript.wasm'
  typescript.setLanguage(await Language.load(resolve(grammar)))
  parser.of = (text) => {
    const tree = typescript.parse(text)
    if (tree === null) throw new Error('no tree')
    return tree.rootNode
  }
})

const childrenOf = (node: Node): Node[] => node.namedChildren.filter((child) => child !== null)
const isDocumented = (node: Node): boolean => node.previousNamedSibling?.text.startsWith('/**') === true

/** `name` or `name.field` of what an `export` declares without a comment; only of `wanted`, where names are given. */
function undocumented(root: Node, wanted: ReadonlySet<string> | null): string[] {
  return childrenOf(root)
    .filter(({ type }) => type === 'export_statement')
    .flatMap((statement) => {
      const declared = statement.childForFieldName('declaration')
      const name = declared?.childForFieldName('name')?.text
      if (declared === null || name === undefined || wanted?.has(name) === false) return []
      return [
        ...(isDocumented(statement) ? [] : [name]),
        ...fieldsWithout(declared).map((field) => `${name}.${field}`),
      ]
    })
}

function fieldsWithout(node: Node): string[] {
  const own = node.type === 'property_signature' && !isDocumented(node)
  const name = node.childForFieldName('name')?.text ?? ''
  return [...(own ? [name] : []), ...childrenOf(node).flatMap(fieldsWithout)]
}

/** `from` of each re-export of the API, and the names it takes from there. */
function reexports(root: Node): { file: string; names: ReadonlySet<string> }[] {
  return childrenOf(root)
    .filter(({ type }) => type === 'export_statement')
    .flatMap((statement) => {
      const from = statement.childForFieldName('source')?.text.slice(1, -1)
      if (from === undefined) return []
      const names = [...(/\{([^}]*)\}/.exec(statement.text)?.[1] ?? '').matchAll(/\w+/g)].map(
        ([name]) => name,
      )
      return [{ file: posix.join('src', from), names: new Set(names) }]
    })
}

const textOf = (file: string): string => readFileSync(file, 'utf8')

describe('the programmatic API', () => {
  it('has a comment before each function, option and result', () => {
    expect(undocumented(parser.of(textOf('src/api.ts')), null)).toEqual([])
  })

  it('has one before each type that it hands on, too', () => {
    const handed = reexports(parser.of(textOf('src/api.ts')))
    expect(handed.length).toBeGreaterThan(3)
    const missing = handed.flatMap(({ file, names }) => undocumented(parser.of(textOf(file)), names))
    expect(missing).toEqual([])
  })

  it('is looked at closely: a field or a type without a comment is seen', () => {
    const text =
      '/** T. */\nexport type T = {\n  /** A. */\n  a: number\n  b: { c: string }\n}\nexport function f() {}\n'
    expect(undocumented(parser.of(text), null)).toEqual(['T.b', 'T.c', 'f'])
  })
})
