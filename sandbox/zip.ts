/** Packs and unpacks well-formed zips. Sole user of adm-zip. */
import AdmZip from 'adm-zip'

/** A file in a zip. */
export type ZipMember = { readonly name: string; readonly content: Buffer }

/** A zip of these files, in this order. */
export function packZip(members: readonly ZipMember[]): Buffer {
  const zip = new AdmZip()
  for (const member of members) zip.addFile(member.name, member.content)
  return zip.toBuffer()
}

/** Throws for what is no zip. */
export function unpackZip(bytes: Buffer): readonly ZipMember[] {
  return new AdmZip(bytes).getEntries().map((entry) => ({ name: entry.entryName, content: entry.getData() }))
}
