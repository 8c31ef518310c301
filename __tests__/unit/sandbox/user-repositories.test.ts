import { describe, expect, it } from '@jest/globals'
import { slugOf, uniqueSlugs } from '../../../sandbox/user-repositories.ts'

describe('slugOf', () => {
  it.each([
    ['/home/ada/My Project', 'my-project'],
    ['/srv/git/tools.git', 'tools'],
    ['/home/ada/app/.git', 'app'],
    ['/home/ada/größe & mehr', 'gr-e-mehr'],
    ['/home/ada/.dotfiles', 'dotfiles'],
    ['/home/ada/###', 'repository'],
  ])('%s is %s', (path, slug) => {
    expect(slugOf(path)).toBe(slug)
  })
})

describe('uniqueSlugs', () => {
  it('numbers what comes again, without meeting what is there', () => {
    expect(uniqueSlugs(['a', 'a', 'a-2', 'a'])).toEqual(['a', 'a-2', 'a-2-2', 'a-3'])
  })
})
