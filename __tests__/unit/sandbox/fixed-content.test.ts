import { describe, expect, it } from '@jest/globals'
import { fixedContent } from '../../../sandbox/fixed-content.ts'
import { madeContent } from '../../../sandbox/made-content.ts'

describe('content that does not change', () => {
  it('is read and scanned once, however often it is asked for', async () => {
    const made = madeContent('A/x', [
      { name: 'main', findings: 2 },
      { name: 'develop', findings: 0 },
    ])
    const asked: string[] = []
    const content = fixedContent({
      ...made,
      heads: () => {
        asked.push('heads')
        return made.heads()
      },
      scan: (head, progress, signal) => {
        asked.push(head.name)
        return made.scan(head, progress, signal)
      },
    })
    const [main, develop] = await content.heads()
    if (main === undefined || develop === undefined) throw new Error('two branches were made')
    const never = new AbortController().signal
    const findings = await content.scan(main, () => undefined, never)
    expect(findings).toHaveLength(2)
    expect(await content.scan(main, () => undefined, never)).toBe(findings)
    expect(await content.scan(develop, () => undefined, never)).toEqual([])
    expect(await content.heads()).toHaveLength(2)
    expect(asked).toEqual(['heads', 'main', 'develop'])
  })

  it('is scanned to the end although the sandbox that asked first was closed', async () => {
    const made = madeContent('A/x', [{ name: 'main', findings: 1 }])
    const content = fixedContent({
      ...made,
      scan: async (head, progress, signal) => {
        signal.throwIfAborted()
        return await made.scan(head, progress, signal)
      },
    })
    const [main] = await content.heads()
    if (main === undefined) throw new Error('a branch was made')
    expect(await content.scan(main, () => undefined, AbortSignal.abort())).toHaveLength(1)
    expect(await content.scan(main, () => undefined, new AbortController().signal)).toHaveLength(1)
  })
})
