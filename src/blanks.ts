/** Secrets taken out of texts, by value: the server may tell a credential back in any name, address or message. Pure. */

/** Stands where a secret stood. */
const BLANK = '***'

/** Characters below which a secret stands in too many words of ours: to blank it everywhere would tell it. */
const SHORTEST = 4

/** Whether a secret can be blanked in whole sentences and still leave them readable. */
export function isWorthBlanking(secret: string): boolean {
  return secret.length >= SHORTEST
}

/** Gives a text without secrets. */
export type Blank = (text: string) => string

/** A blanker of these secrets, each in every form to look for. An empty text is none. */
export function blankerOf(secrets: Iterable<string>): Blank {
  // Longest first, so that no part of a longer one is left over.
  const forms = [...new Set(secrets)].filter((form) => form !== '').sort((a, b) => b.length - a.length)
  if (forms.length === 0) return (text) => text
  // One pass, as tens of thousands of names may go through it.
  const any = new RegExp(forms.map(literal).join('|'), 'g')
  return (text) => text.replace(any, BLANK)
}

/** User, password or token of an address, wherever it was written, also where a path made one slash of two. */
const userInfo = /(:\/{1,2})[^/\s"]*@/g

/** A text for people without the credentials of addresses in it. */
export function withoutUserInfo(text: string): string {
  return text.replace(userInfo, `$1${BLANK}@`)
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
