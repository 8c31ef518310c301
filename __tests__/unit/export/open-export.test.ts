import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { type Sniffed, sniff } from '../../../src/export/open-export.ts'
import { HEAD_BYTES } from '../../../src/export/temp-file.ts'

const cases: readonly (readonly [name: string, head: string | Buffer, is: Sniffed])[] = [
  ['a header', 'Project,Repository\n', 'csv'],
  ['a header after a BOM', '\uFEFFProject,Repository\n', 'csv'],
  ['a header after blank lines', '\r\n  \nProject,Repository\n', 'csv'],
  ['a quoted header', '"Project";"Repository"\r\n', 'csv'],
  ['a header with tabs', 'Project\tRepository\r\n', 'csv'],
  ['one word', 'Project', 'csv'],
  ['a NUL after the first line', 'Project,Repository\na,\0\n', 'csv'],
  ['a NUL in the first line', 'Project\0,Repository\n', 'binary'],
  ['a page', '<!DOCTYPE html><html>', 'html'],
  ['a page after BOM and blanks', '\uFEFF\r\n <html>', 'html'],
  ['XML', '<?xml version="1.0"?>', 'html'],
  ['an object', '{"errors":[]}', 'json'],
  ['a list', ' [1]', 'json'],
  ['nothing', '', 'empty'],
  ['a BOM alone', '\uFEFF', 'empty'],
  ['blanks alone', ' \r\n\t\n', 'empty'],
  ['blanks without end', ' '.repeat(HEAD_BYTES), 'binary'],
  ['a zip', Buffer.from('504b0304', 'hex'), 'zip'],
  ['a zip without members', Buffer.from('504b0506', 'hex'), 'zip'],
  ['one part of a zip', Buffer.from('504b0708', 'hex'), 'zip'],
  ['gzip', Buffer.from('1f8b0800', 'hex'), 'binary'],
  ['UTF-16 with its mark', Buffer.from('\uFEFFProject', 'utf16le'), 'csv'],
  ['UTF-16 the other way round', Buffer.from('feff0050', 'hex'), 'csv'],
  ['a page in UTF-16', Buffer.from('\uFEFF<html>', 'utf16le'), 'html'],
  ['nothing but the mark of UTF-16', Buffer.from('fffe', 'hex'), 'empty'],
  ['UTF-16 without mark', Buffer.from('Project', 'utf16le'), 'utf-16'],
  ['four bytes with one zero', Buffer.from('50000a61', 'hex'), 'binary'],
  ['four bytes that begin with a zero', Buffer.from('00506162', 'hex'), 'binary'],
  ['four zeros', Buffer.alloc(4), 'binary'],
  [
    'UTF-16 without mark, the other way round',
    Buffer.from('Project', 'utf16le').swap16().subarray(0, 6),
    'utf-16',
  ],
]

describe('sniff', () => {
  it.each(cases)('takes %s for what it is', (_name, head, is) => {
    expect(sniff(typeof head === 'string' ? Buffer.from(head) : head)).toBe(is)
  })

  it('knows a zip that Java wrote', () => {
    const zip = readFileSync('__tests__/fixtures/java-zips/one-member.zip')
    expect(sniff(zip.subarray(0, HEAD_BYTES))).toBe('zip')
  })
})
