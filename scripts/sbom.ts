/**
 * `npm run sbom` prints the parts of the bundled action as CycloneDX: what npm knows of the packages (hashes,
 * licences, who needs whom), cut down to those that are in `dist/`. `npm run sbom -- npm` prints those of the npm package:
 * `npm sbom --omit dev` leaves out what developers need too.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { runtimePackages } from './runtime-packages.ts'

type Bom = {
  metadata: { component: { name: string; version: string; 'bom-ref': string } }
  components: { name: string; version: string; 'bom-ref': string; properties?: { name: string }[] }[]
  dependencies: { ref: string; dependsOn: string[] }[]
}

/** What is bundled, as `name version`, from the text of `dist/licenses.txt`. */
export function bundledNames(licences: string): readonly string[] {
  return licences
    .split(`${'-'.repeat(80)}\n`)
    .slice(1)
    .map((section) => section.split('\n')[0] ?? '')
}

/**
 * @param all what `npm sbom` says of everything that is installed
 * @param bundled `name version` of each package in the bundle
 * Throws when npm does not know one of them.
 */
export function bundleBom(all: Bom, bundled: readonly string[]): Bom {
  const heads = new Set(bundled)
  const components = all.components.filter(({ name, version }) => heads.delete(`${name} ${version}`))
  if (heads.size > 0) throw new Error(`npm does not know ${[...heads].join(', ')}`)
  const root = { ...all.metadata.component, name: 'soteri-gate' }
  const kept = new Set([root['bom-ref'], ...components.map((component) => component['bom-ref'])])
  const dependencies = all.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => kept.has(other)) }))
  return {
    ...all,
    metadata: { ...all.metadata, component: root },
    components: components.map(shipped),
    dependencies,
  }
}

/** For users of the bundle it does not matter that we install a package for development only. */
function shipped(component: Bom['components'][number]): Bom['components'][number] {
  const properties = component.properties?.filter(({ name }) => name !== 'cdx:npm:package:development')
  return properties === undefined ? component : { ...component, properties }
}

if (import.meta.main) {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application']
  const child = spawnSync('npm', args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  })
  if (child.status !== 0) throw new Error(`npm sbom failed: ${child.stderr}`)
  const names =
    process.argv[2] === 'npm'
      ? runtimePackages(readFileSync('package-lock.json', 'utf8')).map(({ name }) => name)
      : bundledNames(readFileSync('dist/licenses.txt', 'utf8'))
  const bom = bundleBom(JSON.parse(child.stdout) as Bom, names)
  process.stdout.write(`${JSON.stringify(bom, null, 2)}\n`)
}
