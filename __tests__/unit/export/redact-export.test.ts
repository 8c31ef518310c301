import { createHmac } from 'node:crypto'
import { inspect } from 'node:util'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createReadingContext } from '../../../src/export/read-export.ts'
import type { Target } from '../../../src/target.ts'
import { runs } from '../../fixtures/runs.ts'
import { craftZip } from './craft-zip.ts'
import { csv, fingerprintKey, header, type ReadFinding, type ReadOptions, read, row } from './exports.ts'

/** Made of pieces, so that no scanner takes it for a real one. */
const awsKey = ['AKIA', 'IOSFODNN7', 'EXAMPLE'].join('')
const canary = ['canary', '4711', 'hunter2'].join('-')

async function finding(cells: Parameters<typeof row>[0], more: ReadOptions = {}): Promise<ReadFinding> {
  const [first] = (await read(csv(header, row(cells)), more)).findings
  if (first === undefined) throw new Error('no finding')
  return first
}

describe('a row of an export', () => {
  it('becomes a redacted finding', async () => {
    expect(await finding({})).toEqual({
      project: 'PROJ',
      repository: 'app',
      branch: 'main',
      path: 'src/a.java',
      line: 12,
      rule: 'AWS_CLIENT_ID',
      scannedAt: Date.UTC(2024, 8, 7, 12),
      secretHmac: createHmac('sha256', fingerprintKey).update('placeholder 1').digest('hex'),
      match: '[redacted]',
    })
  })

  it('shows its text only when that was asked for', async () => {
    expect((await finding({ Match: awsKey }, { reveal: true })).match).toBe(awsKey)
    expect(JSON.stringify(await finding({ Match: awsKey }))).not.toContain(awsKey)
    expect((await finding({ Match: ' ' })).match).toBe('')
  })

  it('has an identity of its text that only the key gives', async () => {
    const [one, same, otherText] = await Promise.all([
      finding({ Match: canary }),
      finding({ Match: `  ${canary}\n` }),
      finding({ Match: `${canary}x` }),
    ])
    expect(one.secretHmac).toBe(same.secretHmac)
    expect(one.secretHmac).not.toBe(otherText.secretHmac)
    expect(
      (await finding({ Match: canary }, { context: createReadingContext(Buffer.alloc(32, 8)) })).secretHmac,
    ).not.toBe(one.secretHmac)
    expect((await finding({ Match: '' })).secretHmac).toBe('')
  })

  it('drops every column that is not known', async () => {
    const text = csv([...header, 'Author', 'Context'], [...row(), canary, canary])
    expect(JSON.stringify(await read(text))).not.toContain(canary)
  })

  it('has its own text redacted in all its cells, revealed or not', async () => {
    const where = {
      Project: `P-${canary}`,
      Repository: canary,
      Branch: `fix/${canary}`,
      Path: `x/${canary}.txt`,
      Rule: `R ${canary}`,
    }
    const found = await finding({ ...where, Match: canary })
    expect(JSON.stringify(found)).not.toContain(canary)
    expect(found).toMatchObject({ branch: 'fix/[redacted]', path: 'x/[redacted].txt', rule: 'R [redacted]' })
    const revealed = await finding({ ...where, Match: canary }, { reveal: true })
    expect(JSON.stringify({ ...revealed, match: '' })).not.toContain(canary)
  })

  it('has the texts of all columns that hold matched text redacted', async () => {
    const names = [...header, 'Line Text', 'Secret']
    const text = csv(names, [...row({ Path: `a/${canary}/b`, Branch: `b-${awsKey}x` }), canary, `${awsKey}x`])
    const serialized = JSON.stringify(await read(text))
    expect(serialized).not.toContain(canary)
    expect(serialized).not.toContain(awsKey)
  })

  it('has credentials of known shapes redacted wherever they are', async () => {
    const found = await finding({
      Path: `conf/${awsKey}.json`,
      Branch: `wip-${awsKey}`,
      Rule: `rule ${awsKey}`,
    })
    expect(JSON.stringify(found)).not.toContain(awsKey)
    expect(found.path).toBe('conf/[redacted].json')
  })

  it('keeps names that only happen to be matched, so that selectors see them', async () => {
    const named = { Branch: 'release/next', Rule: 'AWS_SECRET_ACCESS_KEY', Path: 'config/password.txt' }
    for (const Match of ['release/next', 'AWS_SECRET_ACCESS_KEY', 'password', 'abc1', '[redacted]']) {
      expect(await finding({ ...named, Match })).toMatchObject({
        branch: 'release/next',
        rule: 'AWS_SECRET_ACCESS_KEY',
        path: 'config/password.txt',
      })
    }
  })

  it('is one line of visible text in every cell', async () => {
    const found = await finding({ Path: 'a\n::error::b\u0007.txt', Branch: 'x\u202egnp', Rule: 'R\tS\u0085' })
    expect(found).toMatchObject({
      path: 'a\\n::error::b\\u{0007}.txt',
      branch: 'x\\u{202e}gnp',
      rule: 'R\\tS\\u{0085}',
    })
  })

  it('is cut where a cell is absurdly long, at the end of a word', async () => {
    const found = await finding({
      Path: `${'dir/'.repeat(2000)}x`,
      Rule: `R ${'x'.repeat(300)}`,
      Branch: 'b'.repeat(2000),
    })
    expect(found.path).toHaveLength(4093)
    expect(found.path.endsWith('dir/…')).toBe(true)
    expect(found.rule).toBe('R …')
    expect(found.branch).toBe('…')
  })
})

describe('a line', () => {
  it('that is none makes the row bad, in words that help', async () => {
    await expect(read(csv(header, row({ Line: canary })))).rejects.toMatchObject({
      code: 'ROW_UNREADABLE',
      message: expect.stringMatching(/^Export of PROJ: row 2 .* its line is not a number .*map it/),
    })
  })
})

describe('canaries', () => {
  /** Secrets in every place of an export, and a look for them in everything that comes out: findings, notes, errors. */
  /** Made of pieces, so that no scanner takes them for real ones. */
  const secrets = [
    ['AKIA', 'QWERTYUIOPASDF12'].join(''),
    ['ghp', '_', 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hI6'].join(''),
    ['Corr3ct', 'H0rse', 'Battery!'].join('-'),
  ]

  /** Everything that comes out of reading `content`, as one text. */
  async function outcome(content: string | Buffer, more: ReadOptions = {}): Promise<string> {
    try {
      return inspect(await read(content, more), { depth: 9, maxArrayLength: null, maxStringLength: null })
    } catch (caught) {
      const error = caught as Error & { hint?: string }
      return inspect([error.message, error.stack, error.cause, error.hint], {
        depth: 9,
        maxStringLength: null,
      })
    }
  }

  const repo: Target = { kind: 'repo', project: 'PROJ', repo: 'app' }

  describe.each(secrets)('a secret (%#)', (secret) => {
    const unseen = async (content: string | Buffer, more: ReadOptions = {}): Promise<void> => {
      for (const onBadRow of ['error', 'count'] as const) {
        expect(await outcome(content, { ...more, onBadRow })).not.toContain(secret)
      }
    }

    it('as matched text and in unknown columns', async () => {
      await unseen(csv([...header, 'Author', secret], [...row({ Match: secret }), secret, `x ${secret} y`]))
    })

    it.each(['Project', 'Repository', 'Branch', 'Path', 'Line', 'Rule', 'Scanned At'] as const)(
      'in the column %s beside its own match',
      async (column) => {
        await unseen(csv(header, row({ Match: secret, [column]: secret })))
        await unseen(csv(header, row({ Match: secret, [column]: `a/${secret}/b` })), { target: repo })
        await unseen(csv(header, row(), row({ Match: secret, [column]: secret })), { target: repo })
      },
    )

    it.each(['Project', 'Repository', 'Branch', 'Path', 'Rule', 'Scanned At'] as const)(
      'in the column %s beside a line with it',
      async (column) => {
        for (const match of [
          `password = "${secret}"`,
          `a: x\nb: ${secret} # old`,
          `{'key' => '${secret}'}`,
        ]) {
          for (const shown of [secret, secret.toLowerCase(), encodeURIComponent(secret)]) {
            const said = await outcome(csv(header, row({ Match: match, [column]: `a/${shown}/b` })))
            expect(said.toLowerCase()).not.toContain(shown.toLowerCase())
          }
        }
      },
    )

    it('in rows that cannot be read', async () => {
      const bad = [
        [secret],
        [...row(), secret],
        row({ Line: secret }),
        row({ Rule: '', Path: secret }),
        row({ Path: `\0${secret}` }),
      ]
      for (const cells of bad) await unseen(csv(header, row(), cells))
      for (const text of [`"${secret}"x`, `${secret}"`, `"${secret}`, `${secret.repeat(40_000)}`]) {
        await unseen(`${csv(header, row())}${text}\r\n`)
      }
      await unseen(Buffer.concat([Buffer.from(csv(header) + secret), Buffer.from([0xff, 0x0a])]))
    })

    it('in a header, or where one should be', async () => {
      await unseen(csv(row({ Match: secret }), row()))
      await unseen(csv([...header.slice(1), secret], row()))
      await unseen(csv([...header, secret, secret], row()))
      await unseen(`"${secret}"x\n`)
    })

    it('in a page, JSON and other strangers', async () => {
      for (const start of ['<html>', '{"errors":"', '\0', '\ufffd']) await unseen(`${start}${secret}`)
    })

    it('in the names of a zip and after its end', async () => {
      const plain = Buffer.from(csv(header, row()))
      const name = secret.replace('!', '1').replaceAll('-', '')
      for (const member of [
        { name: `${name}.csv`, plain },
        { name: `${name}.csv`, plain, crc: 1 },
        { name: `${name}.csv`, plain, flags: 1 },
        { name: `${name}.csv`, plain: Buffer.from(secret) },
      ]) {
        const zip = craftZip([member, { name: `${name}.txt`, plain }])
        expect(await outcome(zip)).not.toContain(name)
        expect(await outcome(Buffer.concat([zip, Buffer.from(name)]))).not.toContain(name)
      }
    })

    it('in any cells of any row', async () => {
      const piece = fc.constantFrom(secret, 'a', '12', '"', ',', '\n', '\0', '', '/', ' ')
      const cell = fc.array(piece, { maxLength: 3 }).map((pieces) => pieces.join(''))
      const rows = fc.array(fc.array(cell, { minLength: 7, maxLength: 9 }), { maxLength: 4 })
      await fc.assert(
        fc.asyncProperty(rows, fc.boolean(), async (cells, counted) => {
          // The match is there in every good row, so that whatever looks like it has to go.
          const all = cells.map((line) => line.map((text, at) => (at === 6 ? secret : text)))
          const said = await outcome(csv(header, ...all), { onBadRow: counted ? 'count' : 'error' })
          expect(said).not.toContain(secret)
        }),
        { numRuns: runs(150) },
      )
    })
  })
})
