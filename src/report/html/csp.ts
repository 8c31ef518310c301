/** The page's content security policy: nothing may be loaded, and only our own script and style may run. */
import { jsonText } from '../escape.ts'

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

/** JSON for a `<script type="application/json">`: nothing in it can end the element or start a comment. */
export function inlineJson(value: unknown): string {
  return jsonText(value).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`)
}
