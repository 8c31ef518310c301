/** Numbers for people. Pure. */

/** `12,345`, of a whole number: what `Intl.NumberFormat` writes, without loading its tables at every start. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** `1 finding`, `2 findings` */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}
