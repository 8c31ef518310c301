import { describe, expect, it } from '@jest/globals'
import { empty } from '../../../sandbox/reply.ts'
import { findRoute, type Route } from '../../../sandbox/router.ts'

const route = (method: Route['method'], path: string): Route => ({ method, path, handle: () => empty(200) })
const routes = [
  route('GET', '/rest/api/{version}/projects/{projectKey}/repos/{repoSlug}'),
  route('PUT', '/rest/api/{version}/projects/{projectKey}'),
]

describe('findRoute', () => {
  it('decodes each segment by itself', () => {
    const match = findRoute(routes, 'GET', '/rest/api/latest/projects/%7Eada/repos/a%2Fb%20%26%C3%A4')
    expect(match.kind).toBe('found')
    if (match.kind !== 'found') return
    expect(match.part('projectKey')).toBe('~ada')
    expect(match.part('repoSlug')).toBe('a/b &ä')
  })

  it('takes the rest of an address, decoded, where the route ends so', () => {
    const files = [route('GET', '/raw/{version}/{path*}')]
    const match = findRoute(files, 'GET', '/raw/1.0/src/a%20%C3%A4.ts')
    expect(match.kind === 'found' && match.part('path')).toBe('src/a ä.ts')
    expect(findRoute(files, 'GET', '/raw/1.0/').kind).toBe('unknown')
    expect(findRoute(files, 'GET', '/raw/1.0').kind).toBe('unknown')
  })

  it.each([
    ['GET', '/rest/api/2.0/projects/A/repos/b', 'unknown'],
    ['GET', '/rest/api/1.0/projects/A/repos/b', 'found'],
    ['GET', '/rest/api/latest/projects//repos/b', 'unknown'],
    ['GET', '/rest/api/latest/projects/A/repos/b/', 'unknown'],
    ['DELETE', '/rest/api/latest/projects/A', 'method-not-allowed'],
  ])('%s %s is %s', (method, path, kind) => {
    expect(findRoute(routes, method, path).kind).toBe(kind)
  })

  it('refuses escapes that are not UTF-8', () => {
    expect(() => findRoute(routes, 'GET', '/rest/%FF')).toThrow('not UTF-8')
  })
})
