/** The Chromium of this machine, for pictures and browser tests. Nothing is ever downloaded. */
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** `CHROMIUM_PATH`, else where Debian puts it; `null` when there is none. */
export function chromiumPath(): string | null {
  const path = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
  return existsSync(path) ? path : null
}

/** A headless browser that asks nothing of the network by itself. Throws when there is no Chromium. */
export function openChromium(): Promise<Browser> {
  const executablePath = chromiumPath()
  if (executablePath === null) throw new Error('No Chromium: set CHROMIUM_PATH.')
  return chromium.launch({ executablePath, args: quiet })
}

const quiet = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
