/** Names of zip members and local files, fit for logs and reports: never a path, a command or a secret. Pure. */

/** Characters of a name that are shown. */
const SHOWN = 80

/**
 * A name of which only letters, digits, blanks and `. _ - ( ) / @ ~` are left, at most `SHOWN` characters of its
 * end. Whatever could be a credential (a run of 16 or more letters and digits mixed, or of capitals) is left out:
 * nobody needs it to find the member.
 */
export function harmlessName(raw: string): string {
  const shown = raw
    .replace(/[\p{L}\p{N}+=]{16,}/gu, (run) => (looksLikeCredential(run) ? '~' : run))
    .replace(/[^\p{L}\p{N} ._()/@~-]/gu, '_')
  return shown.length <= SHOWN ? shown : `...${shown.slice(-SHOWN)}`.toWellFormed()
}

/** Letters and digits mixed, or nothing but capitals: words of file names are neither. */
function looksLikeCredential(run: string): boolean {
  return (/\p{N}/u.test(run) && /\p{L}/u.test(run)) || !/[^\p{Lu}\p{N}]/u.test(run)
}
