/** Where a finding's line is seen in Bitbucket's web interface. Pure; runs in Node and in the page of `report.html`. */
import type { Finding } from '../findings/finding.ts'
import { repositoryUrl } from './repository-url.ts'

/** What of a finding the address is made of. */
type LinePlace = Pick<Finding, 'project' | 'repository' | 'branch' | 'path' | 'line'>

/**
 * `{repository}/browse/{path}?at=refs/heads/{branch}#{line}`. `null` where the repository has no address, and for a
 * path that could lead elsewhere: browsers fold `.` and `..` away even when they are percent-encoded.
 */
export function lineLink(base: string | null, place: LinePlace): string | null {
  const repository = repositoryUrl(base, place)
  const segments = place.path.replace(/^\/+/, '').split('/')
  if (repository === null || segments.some((segment) => /^\.{0,2}$/.test(segment))) return null
  const at = place.branch === '' ? '' : `?at=${branchRef(place.branch)}`
  const line = place.line === null ? '' : `#${place.line}`
  return `${repository}/browse/${segments.map(encodePart).join('/')}${at}${line}`
}

function branchRef(branch: string): string {
  const ref = branch.startsWith('refs/') ? branch : `refs/heads/${branch}`
  return ref.split('/').map(encodePart).join('/')
}

function encodePart(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
