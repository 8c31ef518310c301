/** `report.sarif` by the rules of GitHub, as the SARIF multitool checks them. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Log } from 'sarif'
import { renderSarif } from '../../../src/report/sarif.ts'
import {
  errorReport,
  hostileReport,
  hostileTexts,
  mixedFindings,
  sampleFinding,
  sampleReport,
} from './sample-report.ts'

const require = createRequire(import.meta.url)

describe('the rules of GitHub, by the SARIF multitool', () => {
  const tool = require.resolve(`@microsoft/sarif-multitool-${process.platform}/package.json`)
  const program = join(
    dirname(tool),
    process.platform === 'win32' ? 'Sarif.Multitool.exe' : 'Sarif.Multitool',
  )
  let folder = ''

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'soteri-gate-sarif-'))
    // The package makes it executable in an install script, which may have been left out.
    chmodSync(program, 0o755)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** Ids of the rules that are violated with more weight than a note. */
  function objections(texts: readonly string[]): string[] {
    const files = texts.map((text, place) => {
      const file = join(folder, `${place}.sarif`)
      writeFileSync(file, text)
      return file
    })
    const output = join(folder, 'output.sarif')
    const { error } = spawnSync(
      program,
      [
        'validate',
        ...files,
        '--rule-kind',
        'Sarif;Ghas',
        '--output',
        output,
        '--log',
        'ForceOverwrite',
        '--quiet',
      ],
      { env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' } },
    )
    if (error !== undefined) throw error
    const [run] = (JSON.parse(readFileSync(output, 'utf8')) as Log).runs
    expect(run?.artifacts?.length ?? files.length).toBe(files.length)
    const results = run?.results ?? []
    return results
      .filter((one) => one.level !== 'note')
      .map((one) => `${one.ruleId}: ${one.message.arguments?.join(' ')}`)
  }

  it('are all kept', () => {
    const reports = [
      sampleReport(mixedFindings),
      sampleReport([]),
      sampleReport([sampleFinding(), sampleFinding({ repository: 'api' })], { targets: ['SHOP'] }),
      hostileReport('<b>$x'),
      sampleReport(
        hostileTexts.map((text) =>
          sampleFinding({ project: text, repository: text, branch: text, path: text, rule: text }),
        ),
      ),
    ]
    expect(objections(reports.map(renderSarif))).toEqual([])
  })

  it('refuse the file of a run that broke off, so that it closes no alert', () => {
    expect(objections([renderSarif(errorReport())])).toEqual([expect.stringMatching(/^GH1014: runs\[0\]/)])
  })

  it('are really looked at', () => {
    const broken = renderSarif(sampleReport(mixedFindings)).replace(
      '"src/config.ts"',
      '"file:///C:/src/config.ts"',
    )
    const noUri = renderSarif(sampleReport(mixedFindings)).replaceAll(
      '"partialFingerprints"',
      '"properties2"',
    )
    expect(objections([broken, noUri]).length).toBeGreaterThan(0)
  })
})
