/** The page's content security policy: nothing may be loaded, and only our own script and style may run. */

/** `'sha256-…'` over the UTF-8 bytes of an inline script or style, as CSP level 2 wants it. */
export async function cspHash(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`
}

/** Value of the `Content-Security-Policy` meta element for one inline script and one inline style. */
export async function contentSecurityPolicy(script: string, style: string): Promise<string> {
  return [
    "default-src 'none'",
    `script-src ${await cspHash(script)}`,
    `style-src ${await cspHash(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

/**
 * JSON for a `<script type="application/json">`: nothing in it can end the element, start a comment, or reorder the
 * text of the file for whoever reads its source.
 */
export function inlineJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
