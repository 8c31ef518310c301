/** A run in which nothing is left to judge: no operation comes to it, and none may ever pass by it. */
import { expect, it } from '@jest/globals'
import type { Desk } from '../../../src/stages/desk.ts'
import { judge } from '../../../src/stages/judgement.ts'

it('is an error without a single export', async () => {
  const desk = {
    plan: { localExports: [], exports: [], reviewed: [] },
    inputs: {},
    merge: null,
    host: { workingFolder: '.', log: { group: (_title: string, work: () => unknown) => work() } },
    record: {},
  } as unknown as Desk
  await expect(judge(desk)).rejects.toMatchObject({
    code: 'EXPORT_MISSING',
    message: 'There is no export to judge.',
  })
})
