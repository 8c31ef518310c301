/** How numbers and times are written on the page. Pure; runs in Node and in the page itself. */
import { visible } from '../escape.ts'

const grouped = new Intl.NumberFormat('en-US')

/** `12,345` */
export function count(value: number): string {
  return grouped.format(value)
}

/** `1 finding`, `2 findings` */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

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
