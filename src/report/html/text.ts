/** How sizes and times are written on the page. Pure; runs in Node and in the page itself. */
import { counted } from '../count.ts'
import { visible } from '../escape.ts'

/** Bytes for people: `0 bytes`, `12.3 MiB`. */
export function byteSize(bytes: number): string {
  const units = ['KiB', 'MiB', 'GiB', 'TiB']
  if (bytes < 1024) return counted(bytes, 'byte')
  const step = Math.min(Math.floor(Math.log2(bytes) / 10), units.length)
  return `${(bytes / 1024 ** step).toFixed(1)} ${units[step - 1]}`
}

/** Milliseconds since the epoch or an ISO 8601 text as `2026-11-23 14:05 UTC`; text that is no date stays as it is. */
export function utcTime(time: number | string): string {
  const date = new Date(time)
  if (Number.isNaN(date.getTime())) return visible(String(time))
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
