/** Packs and unpacks well-formed zips. Sole user of adm-zip. */
import AdmZip from 'adm-zip'

export type ZipMember = { readonly name: string; readonly content: Buffer }

export function packZip(members: readonly ZipMember[]): Buffer {
  const zip = new AdmZip()
  for (const member of members) zip.addFile(member.name, member.content)
  return zip.toBuffer()
}

/** Throws for what is no zip. */
export function unpackZip(bytes: Buffer): readonly ZipMember[] {
  return new AdmZip(bytes).getEntries().map((entry) => ({ name: entry.entryName, content: entry.getData() }))
}
