/**
 * Compiles `src/findings/kernel/` (AssemblyScript) to WebAssembly, packed for `src/findings/kernel-bytes.ts`:
 * the engine runs from source, from `lib/` and from the bundle alike, so it may not read files at run time.
 */
import { existsSync, readFileSync } from 'node:fs'
import asc from 'assemblyscript/asc'

const folder = new URL('../src/findings/kernel/', import.meta.url)

/** The text that `kernel-bytes.ts` must have; the same for the same sources and compiler. */
export async function embeddedKernel(): Promise<string> {
  return [
    '// Made by `npm run generate` from the AssemblyScript in kernel/: do not edit.',
    `export const kernelBytes: string =\n  '${Buffer.from(await compiled()).toString('base64')}'\n`,
  ].join('\n')
}

async function compiled(): Promise<Uint8Array> {
  let binary: Uint8Array | null = null
  const { error, stderr } = await asc.main(
    ['index.ts', '--outFile', 'kernel.wasm', '-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'],
    {
      readFile: (name) => (existsSync(sourceOf(name)) ? readFileSync(sourceOf(name), 'utf8') : null),
      writeFile: (name, contents) => {
        if (name === 'kernel.wasm') binary = contents as Uint8Array
      },
    },
  )
  if (error !== null || binary === null) throw new Error(`the kernel does not compile: ${stderr.toString()}`)
  return binary
}

const sourceOf = (name: string): URL => new URL(name, folder)
