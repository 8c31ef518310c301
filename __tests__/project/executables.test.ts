/** What executables must begin with: the first bytes of each platform, by the specifications of ELF, Mach-O and PE. */
import { describe, expect, it } from '@jest/globals'
import { platforms } from '../../scripts/executable/platforms.ts'

function elf(machine: number): Buffer {
  const file = Buffer.alloc(64)
  file.write('\x7fELF', 'latin1')
  file.writeUInt16LE(machine, 18)
  return file
}

function macho(cpu: number): Buffer {
  const file = Buffer.alloc(64)
  file.writeUInt32LE(0xfeedfacf)
  file.writeUInt32LE(cpu, 4)
  return file
}

function pe(machine: number): Buffer {
  const file = Buffer.alloc(256)
  file.write('MZ', 'latin1')
  file.writeUInt32LE(128, 0x3c)
  file.write('PE\0\0', 128, 'latin1')
  file.writeUInt16LE(machine, 132)
  return file
}

const headers: Readonly<Record<string, Buffer>> = {
  'linux-x64': elf(62),
  'linux-arm64': elf(183),
  'macos-arm64': macho(0x0100000c),
  'macos-x64': macho(0x01000007),
  'windows-x64': pe(0x8664),
}

it('are made for five platforms', () => {
  expect(Object.keys(platforms)).toEqual(Object.keys(headers))
})

describe.each(Object.entries(platforms))('%s', (name, { problem }) => {
  it('takes its own header and no other', () => {
    const taken = Object.entries(headers).filter(([, header]) => problem(header) === null)
    expect(taken.map(([other]) => other)).toEqual([name])
  })
})
