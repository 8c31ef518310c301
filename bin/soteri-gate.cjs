#!/usr/bin/env node
// Starts the command line. Any Node from 12 on can read this file, so that one that is too old says so in a sentence.
var major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  process.exitCode = 2
  process.stderr.write(
    'error (exit 2): soteri-gate needs Node 24 or newer, and this is Node ' +
      process.versions.node +
      ': install one, or take the executable, which needs no Node, from https://github.com/soteri-gate/soteri-gate/releases\n',
  )
} else {
  import('../lib/cli.js').catch((caught) => {
    process.exitCode = 70
    process.stderr.write(`error (exit 70): ${caught}\n`)
  })
}
