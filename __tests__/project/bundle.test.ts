/**
 * What is in `dist/` and what it can do, against lists that people have read: calls to the outside, modules of Node,
 * hosts, licences. A dependency that brings something new fails here, before it runs anywhere.
 */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { build } from 'esbuild'
import { bundledPackages, chunksWith, licenceList } from '../../scripts/licences.ts'
import { type Call, callsOf, hostsOf, nodeModulesOf } from '../fixtures/bundle-calls.ts'

const bundle = process.env.DIST_UNDER_TEST ?? 'dist'

/** Modules of Node that the bundle loads and that reach beyond the process, and who needs them. */
const reachingOut: Readonly<Record<string, string>> = {
  child_process: '@actions/exec, which @actions/core brings and nothing calls',
  dns: 'undici, and `doctor`, which looks the server up',
  'dns/promises': '`doctor`, which looks the server up',
  fs: 'reports, exports, policy and baseline files',
  'fs/promises': 'the same',
  http: '@actions/http-client: the artifact service',
  http2: 'undici, only where a server offers it and it is asked for; it is not',
  https: '@actions/http-client: the artifact service',
  module: 'the bundler: `createRequire` for the modules of Node',
  net: 'undici, proxies',
  sqlite: 'undici: a cache that nothing makes',
  tls: 'undici, proxies, the roots for `ca-file`',
  worker_threads: 'undici: only its types of ports; no thread is started',
}

/** Modules that stay within the process. */
const withinProcess =
  'assert async_hooks buffer console constants crypto diagnostics_channel events os path perf_hooks process querystring stream stream/web string_decoder timers timers/promises tty url util util/types zlib'

/** Hosts that stand in the code, and what for. None is asked in a run but those of the inputs and of the runner. */
const hosts: Readonly<Record<string, string>> = {
  'api.github.com': '@octokit: artifacts of other runs; nothing asks for them',
  'cloud.google.com': 'our own: how to revoke a secret of this provider, a link in reports',
  'confluence.atlassian.com': 'our own: how to revoke a secret of this provider, a link in reports',
  'disk.azure.com': '@azure/storage-blob: the name of a right, no address',
  'disk.compute.azure.com': '@azure/storage-blob: the name of a right, no address',
  'docs.aws.amazon.com': 'our own: how to revoke a secret of this provider, a link in reports',
  'docs.github.com': 'text of an error',
  'docs.gitlab.com': 'our own: how to revoke a secret of this provider, a link in reports',
  'docs.npmjs.com': 'our own: how to revoke a secret of this provider, a link in reports',
  'docs.slack.dev': 'our own: how to revoke a secret of this provider, a link in reports',
  'docs.stripe.com': 'our own: how to revoke a secret of this provider, a link in reports',
  'github.com': 'GITHUB_SERVER_URL when it is not set; texts',
  host: 'our help: `https://host/bitbucket`',
  'json-schema.org': 'zod: names of schema versions',
  'json.schemastore.org': 'the `$schema` of report.sarif',
  'learn.microsoft.com': 'our own: how to revoke a secret of this provider, a link in reports',
  localhost: 'undici: a base to read relative addresses with',
  'pypi.org': 'our own: how to revoke a secret of this provider, a link in reports',
  'storage.azure.com': '@azure/storage-blob: the name of a right, no address',
  'support.atlassian.com': 'our own: how to revoke a secret of this provider, a link in reports',
  'unknown.invalid': 'our own: a base to read relative addresses with',
  'uploads.github.com': '@octokit: nothing calls it',
  'www.npmjs.com': 'our own: `informationUri` of report.sarif',
  'www.twilio.com': 'our own: how to revoke a secret of this provider, a link in reports',
  'www.w3.org': 'names of XML and SVG',
}

describe('the bundle', () => {
  it('calls nothing outside but what was reviewed in bundle-calls.json', async () => {
    const path = '__tests__/fixtures/bundle-calls.json'
    const reviewed = JSON.parse(readFileSync(path, 'utf8')) as (Call & { why: string })[]
    const known = reviewed.map(({ why: _, ...call }) => call)
    const found = await callsOf(bundle)
    const list = (calls: Call[]): Set<string> => new Set(calls.map((call) => JSON.stringify(call)))
    expect([...list(found)].filter((call) => !list(known).has(call))).toEqual([])
    expect([...list(known)].filter((call) => !list(found).has(call))).toEqual([])
    expect(reviewed.filter(({ why }) => why.length < 20)).toEqual([])
  })

  it('loads only the modules of Node that were reviewed', async () => {
    const reviewed = [...Object.keys(reachingOut), ...withinProcess.split(' ')]
    expect(await nodeModulesOf(bundle)).toEqual(reviewed.sort())
  })

  it('names only the hosts that were reviewed', async () => {
    expect(await hostsOf(bundle)).toEqual(Object.keys(hosts))
  })
})

describe('the licences', () => {
  const list = readFileSync(`${bundle}/licenses.txt`, 'utf8')
  const sections = list.split(`${'-'.repeat(80)}\n`).slice(1)

  /** Another bundler's opinion of what is in the action, so that a fault of the list cannot hide in the list. */
  const packages: string[] = []
  beforeAll(async () => {
    const { metafile } = await build({
      entryPoints: ['src/action.ts'],
      bundle: true,
      splitting: true,
      platform: 'node',
      format: 'esm',
      outdir: 'unused',
      write: false,
      metafile: true,
      external: ['apache-arrow'],
      logLevel: 'silent',
    })
    const inputs = Object.values(metafile.outputs).flatMap(({ inputs: each }) => Object.entries(each))
    const used = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path)
    const folders = used.map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? '')
    packages.push(...new Set(folders.filter((folder) => folder !== '')))
  })

  it('are listed for every package in the bundle, those of later chunks included', () => {
    const heads = new Set(sections.map((section) => section.split('\n')[0]))
    const wanted = packages.map((folder) => {
      const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as Call & {
        name: string
        version: string
      }
      return `${name} ${version}`
    })
    expect(wanted.length).toBeGreaterThan(150)
    expect(wanted).toEqual(expect.arrayContaining([expect.stringMatching(/^archiver \d/)]))
    expect(wanted.filter((head) => !heads.has(head))).toEqual([])
  })

  it('are all of a kind that asks for no more than to be named', () => {
    const allowed = [
      'MIT',
      'ISC',
      '0BSD',
      'Apache-2.0',
      'BlueOak-1.0.0',
      'BSD-2-Clause',
      'BSD-3-Clause',
      'MIT/X11',
    ]
    const stated = (section: string): string => section.split('\n')[1] ?? ''
    const others = sections.filter((section) => !allowed.includes(stated(section)))
    expect(others.map((section) => section.split('\n').slice(0, 2).join(': '))).toEqual([
      expect.stringMatching(/^@protobuf-ts\/runtime [\d.]+: \(Apache-2\.0 AND BSD-3-Clause\)$/),
      expect.stringMatching(/^buffers 0\.1\.1: The package states no licence\./),
    ])
  })

  it('come with their texts', () => {
    const bare = sections.filter((section) => section.includes('No licence file'))
    expect(bare.map((section) => section.split(' ')[0])).toEqual([
      '@nodable/entities',
      'binary',
      'buffers',
      'chainsaw',
    ])
    expect(list).toMatch(/^isarray 1\.0\.0\nMIT\n\n## License\n[\s\S]*?Permission is hereby granted/m)
  })
})

describe('the list of licences', () => {
  it('looks into modules that were joined, and at paths of Windows', () => {
    const at = (path: string): string => resolve(path)
    const statistics = {
      modules: [
        {
          nameForCondition: at('lib/action.js'),
          modules: [{ nameForCondition: at('node_modules/leven/index.js') }],
        },
        { nameForCondition: null },
        { nameForCondition: at('node_modules/@actions/core/lib/core.js') },
        { nameForCondition: at('node_modules/@actions/core/lib/command.js') },
      ],
    }
    expect(bundledPackages(JSON.stringify(statistics))).toEqual([
      'node_modules/@actions/core',
      'node_modules/leven',
    ])
  })

  it('knows the chunks of a package, and names no package that is in these alone', () => {
    const inChunks = (path: string, ...chunks: readonly number[]): object => ({
      nameForCondition: resolve('node_modules', path),
      chunks,
    })
    const statistics = JSON.stringify({
      modules: [
        inChunks('a/x.js', 1, 2),
        inChunks('big/x.js', 2, 3),
        inChunks('of-big/x.js', 3),
        inChunks('joined/x.js'),
      ],
    })
    expect(chunksWith('big', statistics)).toEqual([2, 3])
    expect(bundledPackages(statistics)).toEqual(['a', 'big', 'of-big'].map((name) => `node_modules/${name}`))
    expect(bundledPackages(statistics, [2, 3])).toEqual(['node_modules/a'])
  })

  it('stops at a package whose licence nobody knows', () => {
    expect(() => licenceList(['__tests__/fixtures/unlicensed'])).toThrow(
      'nameless-terms@1.0.0 states no licence: look at it, then name it in scripts/licences.ts',
    )
  })
})
