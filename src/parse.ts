/** The one look at parsed JSON that everything lenient starts from. */

/** Whether a value has fields to look at. Not `instanceof`: that fails for objects of another realm. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
