/** The base URL of Bitbucket. */
import { hasControls, type Parsed, quoted, understood, wrong } from './parsed.ts'

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

/** An address in a message: not shown at all where it may hold credentials. */
function shownUrl(text: string): string {
  return /[@?#]/.test(text) ? 'The address (not shown, it may hold credentials)' : quoted(text)
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
