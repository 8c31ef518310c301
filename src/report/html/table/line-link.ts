/** Where a finding's line is seen in Bitbucket's web interface. Pure; runs in Node and in the page itself. */
import type { ShownFinding } from './columns.ts'

/** What of a finding the address is made of. */
export type LinePlace = Pick<ShownFinding, 'project' | 'repository' | 'branch' | 'path' | 'line'>

/**
 * `{base}/projects/{KEY}/repos/{slug}/browse/{path}?at=refs/heads/{branch}#{line}`; personal repositories live
 * under `/users/{user}`. `null` when there is no base, the base is not http(s), or a part could lead elsewhere:
 * browsers fold `.` and `..` away even when they are percent-encoded.
 */
export function lineLink(base: string | null, place: LinePlace): string | null {
  if (base === null || !/^https?:\/\//i.test(base)) return null
  const owner = place.project.startsWith('~')
    ? ['users', place.project.slice(1)]
    : ['projects', place.project]
  const path = place.path.replace(/^\/+/, '').split('/')
  const segments = [...owner, 'repos', place.repository, 'browse', ...path]
  if (segments.some((segment) => /^\.{0,2}$/.test(segment))) return null
  const at = place.branch === '' ? '' : `?at=${branchRef(place.branch)}`
  const line = place.line === null ? '' : `#${place.line}`
  return `${base.replace(/\/+$/, '')}/${segments.map(encodePart).join('/')}${at}${line}`
}

function branchRef(branch: string): string {
  const ref = branch.startsWith('refs/') ? branch : `refs/heads/${branch}`
  return ref.split('/').map(encodePart).join('/')
}

function encodePart(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
