/**
 * Packs what `ci/github.js` calls of @actions/core into that file of `lib/`, which only the bundle uses. The
 * package has one door, and behind it stands a client for OpenID tokens: ncc would keep that, though nothing here
 * asks for tokens, and every run would load undici, TLS and HTTP/2 before its first line.
 */
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'

/** Packages that the file or the toolkit may load: dropped where nothing calls them, and left to ncc where something does. */
const behind = /^@actions\/(artifact|exec|http-client)(\/|$)/

const onlyWhatIsCalled: Plugin = {
  name: 'only what is called',
  setup: ({ onResolve }) => {
    onResolve({ filter: behind }, ({ path }) => ({ path, external: true, sideEffects: false }))
    onResolve({ filter: /^\./ }, ({ path, kind, importer }) => {
      return kind === 'entry-point' || importer.includes('node_modules')
        ? undefined
        : { path, external: true }
    })
  },
}

/** Rewrites `ci/github.js` of this `lib/`. */
export async function trimToolkit(libFolder: string): Promise<void> {
  const file = join(libFolder, 'ci', 'github.js')
  await build({
    entryPoints: [file],
    outfile: file,
    allowOverwrite: true,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2024',
    plugins: [onlyWhatIsCalled],
    tsconfigRaw: {},
  })
}
