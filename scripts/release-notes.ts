/**
 * `node scripts/release-notes.ts v1.2.3` prints what CHANGELOG.md says of that version, and fails when the tag is not
 * the version of package.json or the changelog does not mention it.
 */
import { readFileSync } from 'node:fs'

/** The section of one version, without its heading. Throws, with what to fix, when there is nothing to release. */
export function releaseNotes(tag: string, version: string, changelog: string): string {
  if (tag !== `v${version}`) throw new Error(`The tag is ${tag}, but package.json says ${version}.`)
  const sections = changelog.split(/^## /m).slice(1)
  const own = sections.find((section) => section.startsWith(`[${version}]`))
  if (own === undefined) throw new Error(`CHANGELOG.md has no section "## [${version}] - DATE".`)
  if (!/^\[[^\]]+\] - \d{4}-\d\d-\d\d\n/.test(own)) throw new Error(`CHANGELOG.md gives ${version} no date.`)
  const body = own
    .slice(own.indexOf('\n'))
    .replaceAll(/^\[[^\]]+\]: .*$/gm, '')
    .trim()
  if (body === '') throw new Error(`CHANGELOG.md says nothing of ${version}.`)
  return `${body}\n`
}

if (import.meta.main) {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  process.stdout.write(releaseNotes(process.argv[2] ?? '', version, readFileSync('CHANGELOG.md', 'utf8')))
}
