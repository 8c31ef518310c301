/**
 * What stands at a place of a list, where list and place are of one table or picture, so that something does: a
 * fallback would never be used.
 */
export function valueAt<T>(values: ArrayLike<T>, place: number): T {
  return values[place] as T
}
