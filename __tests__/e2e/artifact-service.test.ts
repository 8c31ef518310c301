/** The artifact fixture alone, through the real `@actions/artifact`: what later tests rest on. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type ArtifactService, sha256, startArtifactService } from '../fixtures/artifact-service.ts'

const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-artifact-'))
let service: ArtifactService

beforeAll(async () => {
  service = await startArtifactService()
  Object.assign(process.env, service.env, {
    GITHUB_SERVER_URL: 'https://github.com',
    NO_PROXY: '127.0.0.1',
    GITHUB_WORKSPACE: folder,
  })
})
afterAll(async () => {
  await service.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the artifact service', () => {
  it('stores a folder so that it comes back byte for byte', async () => {
    const { DefaultArtifactClient } = await import('@actions/artifact')
    const client = new DefaultArtifactClient()
    const root = join(folder, 'report')
    mkdirSync(join(root, 'inner'), { recursive: true })
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, at) => (at * 7919) % 256))
    writeFileSync(join(root, 'a.bin'), bytes)
    writeFileSync(join(root, 'inner', 'ü.txt'), 'Grüße')

    const upload = await client.uploadArtifact(
      'report',
      [join(root, 'a.bin'), join(root, 'inner', 'ü.txt')],
      root,
      { retentionDays: 3 },
    )

    const zip = await service.download('report')
    expect(upload.digest).toBe(sha256(zip))
    expect(upload.size).toBe(zip.length)
    const [stored] = service.artifacts()
    expect(stored).toMatchObject({ name: 'report', hash: `sha256:${sha256(zip)}`, size: zip.length })
    expect(String(upload.id)).toBe(stored?.id)
    const days = (Date.parse(stored?.expiresAt ?? '') - Date.now()) / 86_400_000
    expect(days).toBeCloseTo(3, 1)
    const entries = await service.entries('report')
    expect(Object.keys(entries).sort()).toEqual(['a.bin', 'inner/ü.txt'])
    expect(entries['a.bin']?.equals(bytes)).toBe(true)

    const back = join(folder, 'back')
    await client.downloadArtifact(upload.id ?? 0, { path: back })
    expect(readFileSync(join(back, 'a.bin')).equals(bytes)).toBe(true)
  })

  it('refuses a second artifact of the same name', async () => {
    const { DefaultArtifactClient } = await import('@actions/artifact')
    const file = join(folder, 'again.txt')
    writeFileSync(file, 'x')
    const upload = new DefaultArtifactClient().uploadArtifact('report', [file], folder)
    await expect(upload).rejects.toThrow('409')
  })

  it.each([403, 409] as const)('answers %i when asked to', async (create) => {
    const { DefaultArtifactClient } = await import('@actions/artifact')
    const file = join(folder, 'other.txt')
    writeFileSync(file, 'x')
    service.setFault({ create })
    const upload = new DefaultArtifactClient().uploadArtifact('other', [file], folder)
    await expect(upload).rejects.toThrow(String(create))
    service.setFault({})
  })
})
