/** Secrets in every place of an export, and a look for them in everything that comes out: findings, notes, errors. */
import { inspect } from 'node:util'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Target } from '../../../src/target.ts'
import { runs } from '../../fixtures/runs.ts'
import { craftZip } from './craft-zip.ts'
import { csv, header, type ReadOptions, read, row } from './exports.ts'

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
    return inspect([error.message, error.stack, error.cause, error.hint], { depth: 9, maxStringLength: null })
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
      for (const match of [`password = "${secret}"`, `a: x\nb: ${secret} # old`, `{'key' => '${secret}'}`]) {
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
