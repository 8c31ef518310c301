/** Finds credentials in the text of one file with secretlint. Sole user of secretlint. */
import { lintSource } from '@secretlint/core'
import { creator as patternRule } from '@secretlint/secretlint-rule-pattern'
import { creator as recommendedRules } from '@secretlint/secretlint-rule-preset-recommend'
import { passwordAndTokenPatterns, ruleName } from './rule-names.ts'

/** A line that fails a rule. Holds the credential in clear, as the real server's may. */
export type FailingLine = {
  readonly path: string
  /** 1-based. */
  readonly lineNumber: number
  readonly rule: string
  /** The whole line without its line end. */
  readonly line: string
  /** What the rule matched, cut at the end of the line. */
  readonly match: string
}

/** Files above this many bytes are not scanned. */
export const LARGEST_SCANNED_FILE = 1024 * 1024

const configuration = {
  rules: [
    {
      id: '@secretlint/secretlint-rule-preset-recommend',
      rule: recommendedRules,
      // AWS ids are off by default in secretlint; Soteri reports them.
      rules: [{ id: '@secretlint/secretlint-rule-aws', options: { enableIDScanRule: true } }],
    },
    {
      id: '@secretlint/secretlint-rule-pattern',
      rule: patternRule,
      options: { patterns: passwordAndTokenPatterns.map((p) => ({ ...p, patterns: [...p.patterns] })) },
    },
  ],
}

/** Whether bytes look binary: a NUL near the start, as git itself decides. */
export function isBinary(content: Buffer): boolean {
  return content.subarray(0, 8000).includes(0)
}

/** Failing lines of a file, in order; one line reports only its first matching rule. */
export async function scanText(path: string, text: string): Promise<FailingLine[]> {
  const extension = /\.[^./]*$/.exec(path)?.[0] ?? ''
  const result = await lintSource({
    source: { content: text, filePath: path, ext: extension, contentType: 'text' },
    options: { noPhysicFilePath: true, config: configuration },
  })
  const firstByLine = new Map<number, { start: number; finding: FailingLine }>()
  for (const message of result.messages) {
    const [start, end] = message.range
    const lineNumber = message.loc.start.line
    const known = firstByLine.get(lineNumber)
    if (known !== undefined && known.start <= start) continue
    const lineStart = text.lastIndexOf('\n', start - 1) + 1
    const line = lineAt(text, lineStart)
    const slice = text.slice(start, Math.min(end, lineStart + line.length))
    const match = credentialIn(line, message.data) ?? slice
    const rule = ruleName(message.messageId, text.slice(start, end), textIn(message.data, 'PATTERN_NAME'))
    firstByLine.set(lineNumber, { start, finding: { path, lineNumber, rule, line, match } })
  }
  return [...firstByLine.values()].map((each) => each.finding).sort((a, b) => a.lineNumber - b.lineNumber)
}

/** The credential as the rule names it: some rules report a range that starts at the name before it. */
function credentialIn(line: string, context: unknown): string | undefined {
  return ['KEY', 'ID', 'TOKEN', 'CREDENTIAL', 'URI']
    .map((name) => textIn(context, name))
    .find((text) => text !== undefined && text !== '' && line.includes(text))
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf('\n', start)
  return text.slice(start, end < 0 ? text.length : end).replace(/\r$/, '')
}

function textIn(context: unknown, name: string): string | undefined {
  if (typeof context !== 'object' || context === null) return undefined
  const value: unknown = Reflect.get(context, name)
  return typeof value === 'string' ? value : undefined
}
