/** Exports made for tests, read the way a run reads them. */
import { createHash } from 'node:crypto'
import {
  createReadingContext,
  type ExportReading,
  type ReadingContext,
  type ReadSettings,
  readExport,
} from '../../../src/export/read-export.ts'
import type { TempFile } from '../../../src/export/temp-file.ts'
import { HEAD_BYTES } from '../../../src/export/temp-file.ts'
import { archiveDefaults } from '../../../src/export/zip.ts'
import type { Finding } from '../../../src/finding.ts'
import { heldBytes } from './held-bytes.ts'

/** A download that is kept in memory. */
export function storedExport(content: string | Buffer): TempFile {
  const bytes = Buffer.from(content)
  return {
    ...heldBytes(bytes),
    sha256: async () => createHash('sha256').update(bytes).digest('hex'),
    head: bytes.subarray(0, HEAD_BYTES),
    dispose: async () => undefined,
  }
}

/** The `fingerprint-key` of `read`. */
export const fingerprintKey: Buffer = Buffer.alloc(32, 7)

export const settings: ReadSettings = {
  source: 'PROJ',
  target: null,
  columns: {},
  onBadRow: 'error',
  period: { from: null, to: null },
  limits: { ...archiveDefaults, maxExportBytes: 2 ** 30 },
}

export const never = new AbortController().signal

export type ReadFinding = Finding & { readonly secretHmac: string }
export type Read = ExportReading & {
  readonly findings: readonly ReadFinding[]
  /** Of each finding. */
  readonly flags: readonly number[]
}
export type ReadOptions = Partial<ReadSettings> & {
  /** Shows matched texts, as `reveal-secrets` does. */
  readonly reveal?: boolean
  readonly context?: ReadingContext
}

export async function read(content: string | Buffer, options: ReadOptions = {}): Promise<Read> {
  const { reveal = false, context = createReadingContext(fingerprintKey), ...more } = options
  const findings: ReadFinding[] = []
  const flags: number[] = []
  let text: string | null = null
  const reading = await readExport(
    storedExport(content),
    { ...settings, ...more },
    context,
    {
      onMatchedText: reveal ? (matched) => (text = matched) : undefined,
      onRow(row) {
        const finding = { ...row.finding(), secretHmac: row.secretHmac }
        flags.push(row.flags)
        findings.push(text === null ? finding : { ...finding, match: text })
      },
    },
    { stop: never },
  )
  return { ...reading, findings, flags }
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
