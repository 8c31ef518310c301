/**
 * Texts that are credentials whatever cell they stand in: paths, branches and rule names come from people, who put
 * tokens into all of them. Pure. Known shapes only; the row's own matched text is blanked elsewhere, by value.
 */
import { REDACTED } from './finding.ts'

/**
 * A cheap look that nearly every cell passes: none of the words that a shape below must contain. What comes in capitals
 * and small letters alike has an equals sign in it.
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

/** `text`, of a few thousand characters at most, with every credential of a known shape replaced by `REDACTED`. */
export function blankCredentials(text: string): string {
  if (!suspicious.test(text)) return text
  return shapes.reduce((rest, shape) => rest.replace(shape, REDACTED), text)
}
