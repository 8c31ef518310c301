/**
 * Packs the script and style of `report.html` for `src/report/html/embedded.ts`, as text. The report is written
 * from source, from `lib/` and from the bundle alike, so it may not read files at run time.
 */
import { fileURLToPath } from 'node:url'
import { type BuildOptions, buildSync } from 'esbuild'

const folder = new URL('../src/report/html/', import.meta.url)

/** The text that `embedded.ts` must have; the same for the same sources. */
export function embeddedModule(): string {
  return [
    '// Made by `npm run generate` from client/: do not edit.',
    `export const pageScript: string = ${JSON.stringify(packed('main.ts'))}`,
    `export const pageStyle: string = ${JSON.stringify(packed('page.css'))}\n`,
  ].join('\n')
}

/** One file of client/ with everything it imports. */
function packed(file: string): string {
  const build = buildSync({ ...options(file), minify: true })
  return (build.outputFiles[0]?.text ?? '').trim()
}

/** The page's script as its authors wrote it, in one piece, with a source map: what coverage is counted on. */
export function plainPageScript(): { code: string; url: string; map: string } {
  const outdir = fileURLToPath(new URL('client/', folder))
  const [map, code] = buildSync({ ...options('main.ts'), sourcemap: 'external', outdir }).outputFiles
  return { code: code?.text ?? '', url: new URL('client/main.js', folder).href, map: map?.text ?? '' }
}

/** The notice is what Preact's licence asks for. */
const options = (file: string) =>
  ({
    entryPoints: [fileURLToPath(new URL(`client/${file}`, folder))],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'esnext',
    banner: { js: '/*! With Preact, MIT License, Copyright (c) 2015-present Jason Miller */' },
    tsconfigRaw: {},
  }) satisfies BuildOptions
