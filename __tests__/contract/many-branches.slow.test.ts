/** A pull request in a repository of 5,000 branches: nothing that the gate asks grows with their number. */
import { expect, it } from '@jest/globals'
import { type ChangeWorld, commitOf, gateChange, pullRequest } from '../fixtures/change-world.ts'
import { json } from '../fixtures/scripted-server.ts'

const [main, feature] = ['SHOP/cart@main', 'SHOP/cart@feature']
const old = ['src/a.ts:3 AWS_CLIENT_ID secret-of-one-01', 'src/b.ts:9 RSA_KEY secret-of-two-02']
const names = [...Array.from({ length: 5000 }, (_, at) => `feature/${at}`), 'feature', 'main']

/** Lists the branches in pages of 500, those with the text first that are equal to it. */
const listing =
  (filters: boolean): NonNullable<ChangeWorld['answer']> =>
  (path, { url, method }) => {
    if (method !== 'GET' || !path.endsWith('/branches')) return undefined
    const query = new URL(`http://host${url}`).searchParams
    const text = filters ? (query.get('filterText') ?? '') : ''
    const found = names
      .filter((name) => name.includes(text))
      .sort((a, b) => Number(b === text) - Number(a === text))
    const start = Number(query.get('start'))
    const values = found
      .slice(start, start + 500)
      .map((displayId) => ({ displayId, latestCommit: commitOf(displayId) }))
    const nextPageStart = start + 500 < found.length ? start + 500 : null
    return json({
      size: values.length,
      limit: 500,
      start,
      values,
      isLastPage: nextPageStart === null,
      nextPageStart,
    })
  }

it.each([
  ['finds its two branches by name', true, 4],
  ['lists them where the server does not filter', false, 4 * 11],
])('%s', async (_, filters, most) => {
  const world: ChangeWorld = {
    branches: { [main]: old, [feature]: [...old, 'src/c.ts:1 AWS_CLIENT_ID secret-of-three'] },
    pulls: { 'SHOP/cart#7': pullRequest() },
    answer: listing(filters),
  }
  const gate = await gateChange(world, { 'pull-request': '7', 'build-status': 'true' })
  expect(gate).toMatchObject({ exitCode: 1, counts: { total: 3, new: 1 } })
  const lists = gate.received.filter(({ url }) => /\/branches\?/.test(url) && url.includes('start='))
  expect(lists.length).toBeLessThanOrEqual(most)
  // How often a scan is polled depends on how busy the machine is.
  const others = gate.received.filter(
    (request) => !lists.includes(request) && !request.url.includes('/security/'),
  )
  expect(others.length).toBeLessThan(12)
})
