/** The date of every run that is compared, in milliseconds since the epoch. */
export const FIXED_NOW = Date.UTC(2026, 2, 10, 12)

const DAY_MS = 86_400_000

/** So many days before the fixed date, as `2026-03-10T12:00:00Z`. */
export function daysAgo(days: number): string {
  return new Date(FIXED_NOW - days * DAY_MS).toISOString().replace('.000Z', 'Z')
}
