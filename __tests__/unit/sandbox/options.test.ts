/** docs/sandbox.md is right about options and accounts. */
import { readFileSync } from 'node:fs'
import { expect, it } from '@jest/globals'

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
const page = read('docs/sandbox.md')

it('lists the options of the program, no more and no fewer', () => {
  const flags = (text: string): string[] => [...new Set(text.match(/--[a-z-]{2,}/g))].sort()
  const [, usage = ''] = /const usage = `([\s\S]*?)`/.exec(read('sandbox/main.ts')) ?? []
  const documented = flags(page.slice(page.indexOf('| option |'), page.indexOf('| account |')))
  expect([...documented, '--help'].sort()).toEqual(flags(usage.replace('npm run sandbox -- ', '')))
})

it('names options of startSandbox that exist', () => {
  const options = read('sandbox/options.ts')
  for (const name of [
    'exportDialect',
    'statusLag',
    'pageLimit',
    'acceptedStatus',
    'reviewedStayInExport',
    'tls',
  ]) {
    expect(page).toContain(`\`${name}\``)
    expect(options).toContain(`readonly ${name}?`)
  }
})
