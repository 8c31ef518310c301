/**
 * Cleans names: people put credentials into paths, branches and rule names too. Known shapes and values of matched texts
 * are redacted, invisible characters escaped. Pure.
 */
import { CUT, REDACTED } from '../finding.ts'
import { escapeInvisible } from '../text.ts'

/** Longest texts of a finding, in characters; what is longer ends with an ellipsis. */
export const LONGEST = { project: 256, repository: 256, branch: 1024, path: 4096, rule: 256 } as const

/** A name fit to be kept. @param secrets to redact in it; @param longest in characters, what is longer is cut */
export function cleanName(text: string, secrets: RegExp | null, longest: number): string {
  const known = secrets === null ? text : text.replace(secrets, REDACTED)
  return cut(escapeInvisible(redactCredentials(shortened(known, longest))), longest)
}

/** A path as globs know it: `/src/a.ts` and `./src/a.ts` are `src/a.ts`. Blanks at its ends belong to it; alone they are none. */
export function pathFromRoot(cell: string): string {
  return cell.trim() === '' ? '' : cell.replace(/^(?:\.?\/+)+/, '')
}

/** Cut before credentials are looked for, at the end of a word, so that none is cut in two and goes unknown. */
function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).replace(/[^\s/]*$/, '')}${CUT}`
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}${CUT}`.toWellFormed()
}

/**
 * A quick test that nearly every name passes: none of the texts that a shape below must contain. Shapes that ignore case
 * have an equals sign in them.
 */
const suspicious =
  /=|A(?:KI|SI|RO|ID)A|AIza|BBDC|ATATT|gh[pousr]_|github_pat|glpat|xox|xapp-|eyJ|:\/\/|-----|[srp]k[_-]|npm_|pypi-|SG\.|hooks\.|dop_v1|shp(?:at|ss|ca|pa)_|ya29|hv[bs]\./

const shapes: readonly RegExp[] = [
  // Amazon, Google, Atlassian, GitHub, GitLab, Slack
  /(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{12,}/g,
  /AIza[\w-]{30,}/g,
  /ya29\.[\w-]{20,}/g,
  /BBDC-[\w+/=@.:-]{16,}/g,
  /ATATT[\w=.-]{20,}/g,
  /gh[pousr]_\w{20,}/g,
  /github_pat_\w{20,}/g,
  /glpat-[\w-]{16,}/g,
  /xox[a-z]-[\w-]{10,}/g,
  /xapp-\d-[\w-]{10,}/g,
  /hooks\.slack\.com\/services\/[\w/]+/g,
  // Stripe, OpenAI, npm, PyPI, SendGrid, DigitalOcean, Shopify, Vault, Azure
  /(?<![a-z0-9])(?:sk|rk|pk)[_-](?:live|test|proj|ant)[_-][\w-]{10,}/g,
  /(?<![a-z0-9])sk-[A-Za-z0-9]{20,}/g,
  /(?<![a-z0-9])npm_\w{30,}/g,
  /pypi-Ag[\w-]{14,}/g,
  /(?<![A-Z0-9])SG\.[\w-]{16,}\.[\w-]{16,}/g,
  /dop_v1_\w{20,}/g,
  /shp(?:at|ss|ca|pa)_\w{16,}/g,
  /hv[bs]\.[\w-]{20,}/g,
  /AccountKey=[\w+/=]+/g,
  /[?&;]sig=[\w%+/=-]{16,}/gi,
  // Anything signed, PEM, user and password in an address, and what calls itself a password
  /eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g,
  /-----BEGIN[\s\S]*/g,
  /:\/\/[^\s/@:]*:[^\s/@]+@/g,
  /(?:password|passwd|pwd|secret|token|api_?key)=[^\s"'&;,/]{6,}/gi,
]

/** `text`, of a few thousand characters at most, with credentials of known shapes redacted. */
export function redactCredentials(text: string): string {
  if (!suspicious.test(text)) return text
  return shapes.reduce((rest, shape) => rest.replace(shape, REDACTED), text)
}

export function credentialsIn(text: string): readonly string[] {
  return suspicious.test(text) ? shapes.flatMap((shape) => text.match(shape) ?? []) : []
}
