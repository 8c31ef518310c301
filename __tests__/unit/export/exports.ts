/** Exports made for tests, read the way a run reads them. */
import { createHash } from 'node:crypto'
import { HEAD_BYTES } from '../../../src/export/sniff.ts'
import type { TempFile } from '../../../src/export/temp-file.ts'
import { archiveDefaults } from '../../../src/export/zip.ts'
import type { Finding } from '../../../src/findings/finding.ts'
import { type ExportReading, type ReadSettings, readExport } from '../../../src/findings/read.ts'
import { numbering } from '../../fixtures/numbered.ts'
import { heldBytes } from '../export/held-bytes.ts'

/** A download that is held in memory. */
export function spoolOf(content: string | Buffer): TempFile {
  const bytes = Buffer.from(content)
  return {
    ...heldBytes(bytes),
    sha256: async () => createHash('sha256').update(bytes).digest('hex'),
    head: bytes.subarray(0, HEAD_BYTES),
    async *read(from, to) {
      yield bytes.subarray(from, to)
    },
    dispose: async () => undefined,
  }
}

export const settings: ReadSettings = {
  source: 'PROJ',
  target: null,
  columns: {},
  onBadRow: 'error',
  reveal: false,
  matchKey: Buffer.alloc(32, 7),
  period: { from: null, to: null },
  limits: { ...archiveDefaults, maxExportBytes: 2 ** 30 },
}

export const never = new AbortController().signal

export type Read = ExportReading & { readonly findings: readonly Finding[] }

export async function read(content: string | Buffer, more: Partial<ReadSettings> = {}): Promise<Read> {
  const findings: Finding[] = []
  const reading = await readExport(
    spoolOf(content),
    { ...settings, ...more },
    numbering(),
    (row) => findings.push({ ...row.copy(), matchId: row.matchId }),
    { stop: never },
  )
  return { ...reading, findings }
}

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** Rows as CSV. */
export const csv = (...rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('')

export const header = [
  'Project',
  'Repository',
  'Branch',
  'Path',
  'Line',
  'Rule',
  'Match',
  'Scanned At',
] as const
export const row = (more: Partial<Record<(typeof header)[number], string>> = {}): string[] => {
  const cells = {
    Project: 'PROJ',
    Repository: 'app',
    Branch: 'main',
    Path: 'src/a.java',
    Line: '12',
    Rule: 'AWS_CLIENT_ID',
    Match: 'placeholder 1',
    'Scanned At': '2024-09-07T12:00:00Z',
    ...more,
  }
  return header.map((name) => cells[name])
}
