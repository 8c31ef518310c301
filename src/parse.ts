/** Careful looks at parsed data. Pure. */

/** Whether a value has fields. Not `instanceof`: that fails for objects of another realm. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** The JSON of a text; `undefined` if it is not JSON: callers that need JSON reject that in their own words. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
