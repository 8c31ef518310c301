/** How much of a download is read before it is refused: named, so that an error can say which limit it was. */

/** What an export may be at most; what goes beyond ends in EXPORT_TOO_LARGE. */
export type ArchiveLimits = {
  /** Inflated bytes of all members together, or bytes of a bare CSV: the input `max-export-size`. */
  readonly maxExportBytes: number
  /** Inflated bytes for each compressed byte, looked at only above `ratioFloorBytes`: `max-export-ratio`. */
  readonly maxRatio: number
  /** Inflated bytes of one member below which no ratio is suspicious. */
  readonly ratioFloorBytes: number
  /** Members of any kind in one zip, folders included: `max-export-members`. */
  readonly maxMembers: number
}

/**
 * Defaults beside `max-export-size`. Measured with deflate: rows that differ by a counter give 29:1, ten-thousand
 * character lines repeated for every branch 141:1, one row repeated for ever 294:1, zeros 229:1 (fast) to 1029:1.
 */
export const archiveDefaults = {
  maxRatio: 200,
  ratioFloorBytes: 64 * 1024 * 1024,
  maxMembers: 200_000,
} as const satisfies Omit<ArchiveLimits, 'maxExportBytes'>
