/** The SBOM of the bundle holds what the bundle holds: no more, no fewer. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, it } from '@jest/globals'
import { bundleBom, bundledNames } from '../../scripts/sbom.ts'

type Component = { name: string; version: string; hashes?: { alg: string }[]; licenses?: unknown[] }

it('lists each bundled package once, with its hash', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/sbom.ts'], {
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  const bom = JSON.parse(stdout) as {
    bomFormat: string
    components: Component[]
    dependencies: { ref: string }[]
  }
  expect(bom.bomFormat).toBe('CycloneDX')
  const names = bom.components.map(({ name, version }) => `${name} ${version}`)
  expect(names.sort()).toEqual([...bundledNames(readFileSync('dist/licenses.txt', 'utf8'))].sort())
  expect(bom.components.filter(({ hashes }) => hashes?.[0]?.alg !== 'SHA-512')).toEqual([])
  expect(bom.dependencies).toHaveLength(names.length + 1)
})

it('lists what the npm package installs, all of it', () => {
  const { status, stdout } = spawnSync(process.execPath, ['scripts/sbom.ts', 'npm'], {
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  })
  expect(status).toBe(0)
  const { components } = JSON.parse(stdout) as { components: Component[] }
  const names = components.map(({ name }) => name)
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: object }
  // Those that the dependencies need, and that `npm sbom --omit dev` has left out.
  const needed = ['ansi-regex', 'strip-ansi', 'get-east-asian-width', 'd3-array', 'internmap']
  expect(names).toEqual(expect.arrayContaining([...Object.keys(dependencies), ...needed]))
  for (const name of ['jest', 'typescript', 'node24', '@actions/core']) expect(names).not.toContain(name)
})

it('stops at a package that npm does not know', () => {
  const component = { name: 'x', version: '1', 'bom-ref': 'x@1' }
  const all = { metadata: { component }, components: [], dependencies: [] }
  expect(() => bundleBom(all, ['gone 1.0.0'])).toThrow('npm does not know gone 1.0.0')
})
