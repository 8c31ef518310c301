/** Numbers for people. Pure. */

const grouped = new Intl.NumberFormat('en-US')

/** `12,345` */
export function count(value: number): string {
  return grouped.format(value)
}

/** `1 finding`, `2 findings` */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}
