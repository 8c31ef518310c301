/** The base URL of Bitbucket. */
import { hasControls, type Parsed, quoted, understood, wrong } from '../parse.ts'

/** The base URL: http or https, context path kept, trailing slashes dropped, nothing secret in it. */
export function parseBaseUrl(text: string): Parsed<URL> {
  const example = 'such as https://bitbucket.example.com or https://host/bitbucket'
  const url = hasControls(text) ? null : URL.parse(text)
  if (url === null || url.hostname === '' || !/^https?:\/\//i.test(text)) {
    return wrong(
      `${shownUrl(text)} is not an http or https address: give the base URL of Bitbucket, ${example}.`,
    )
  }
  const problems: string[] = []
  if (url.username !== '' || url.password !== '') {
    problems.push(
      'The address holds credentials (not shown): give them as `token`, or `username` and `password`.',
    )
  }
  if (/[?#]/.test(text)) {
    problems.push(`${quoted(url.origin + url.pathname)} is followed by a query or fragment: remove it.`)
  }
  if (problems.length > 0) return wrong(...problems)
  url.pathname = url.pathname.replace(/\/+$/, '')
  return understood(url)
}

/** Scheme, host, port and path, and nothing else: what `https://user:password` or a token alone is not. */
const plainAddress = /^[a-z][a-z0-9+.-]*:\/{2,3}([a-z0-9.-]*|\[[0-9a-f:.]+\])(:\d{1,5})?(\/[\w./~-]*)?$/i

/** Whether a text can be quoted where an address was asked for. */
export function isPlainAddress(text: string): boolean {
  return plainAddress.test(text)
}

/** An address in a message: not shown at all where it may hold credentials, or be one. */
function shownUrl(text: string): string {
  return isPlainAddress(text) ? quoted(text) : 'The address (not shown, it may hold credentials)'
}

/** True when credentials would travel in clear: http to another machine. */
export function isCleartext(url: URL): boolean {
  return url.protocol === 'http:' && !isLoopback(url.hostname)
}

function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d+){3}$/.test(host)
  )
}
