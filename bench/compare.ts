/** The engine beside its peers over one export: each round runs every candidate once, one after the other. */
import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gate } from './gate.ts'
import type { Goal } from './goals.ts'
import type { Versions } from './machine.ts'
import { type Command, measure, type Run } from './measure.ts'
import { policyText } from './policy.ts'
import { median, spread, table } from './table.ts'

type Candidate = Command & { readonly name: string }

const YARDSTICK = 'inflate and CRC alone, Node'
const JSON_ONLY = 'evaluate, json'
const LARGE_POLICY = 'evaluate, json, large policy'
const ALL_FORMATS = 'evaluate, csv,json,sarif,html'
const POLARS = 'polars, four columns, inflated to files first'
const PYTHON = 'python3 csv + zipfile'

/** Table of all candidates and the goals that are ratios between them. */
export function compare(
  file: string,
  rounds: number,
  peers: Versions,
  folder: string,
): { readonly text: string; readonly goals: readonly Goal[] } {
  const candidates = [...candidatesOf(file, folder), ...peersOf(file, peers)]
  const runs = new Map<string, Run[]>(candidates.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const candidate of candidates) runs.get(candidate.name)?.push(measure(candidate))
  }
  const of = (name: string): readonly Run[] => runs.get(name) ?? []
  const ratio = (name: string, other: string): readonly number[] =>
    of(other).length === 0 ? [] : ratios(of(name), of(other), ({ wallSeconds }) => wallSeconds)
  return {
    text: table(
      ['candidate', 'wall s', 'spread', 'wall ratio', 'CPU s', 'CPU ratio', 'peak MB'],
      candidates.map(({ name }) => [name, ...summary(of(name), of(YARDSTICK))]),
    ),
    goals: [
      { what: 'json : inflate', limit: 1.6, measured: ratio(JSON_ONLY, YARDSTICK) },
      { what: 'json : polars, the fastest peer', limit: 1, measured: ratio(JSON_ONLY, POLARS) },
      { what: 'json : python script', limit: 0.4, measured: ratio(JSON_ONLY, PYTHON) },
      {
        what: 'ten thresholds, severities, suppressions, baseline : inflate',
        limit: 2.5,
        measured: ratio(LARGE_POLICY, YARDSTICK),
      },
      { what: 'csv,json,sarif,html : inflate', limit: 5, measured: ratio(ALL_FORMATS, YARDSTICK) },
    ],
  }
}

/** The yardstick and the engine. The baseline of the large policy is what a run over the same export leaves. */
function candidatesOf(file: string, folder: string): readonly Candidate[] {
  const report = join(folder, 'report')
  const policy = join(folder, 'policy.yml')
  writeFileSync(policy, policyText())
  const baseline = join(folder, 'baseline.json')
  const json = gate(file, 'json', report)
  measure(json)
  copyFileSync(join(report, 'baseline.json'), baseline)
  const large = gate(file, 'json', report, { 'policy-file': policy, 'baseline-file': baseline })
  return [
    { name: YARDSTICK, command: [process.execPath, 'bench/peers/inflate.ts', file] },
    { name: JSON_ONLY, ...json },
    { name: LARGE_POLICY, ...large },
    { name: ALL_FORMATS, ...gate(file, 'csv,json,sarif,html', report) },
  ]
}

function peersOf(file: string, { DuckDB, polars, python3, mlr, unzip }: Versions): readonly Candidate[] {
  const script = (name: string): readonly string[] => [process.execPath, `bench/peers/${name}`, file]
  const pipe = `for m in $(unzip -Z1 "$0"); do unzip -p "$0" "$m"; done | mlr --icsv --allow-ragged-csv-input --ojson count -g Rule`
  const installed = (version: string | null | undefined, peer: Candidate): readonly Candidate[] =>
    version == null ? [] : [peer]
  return [
    { name: 'csv-parse alone, no judging', command: script('csv-parse.ts') },
    ...installed(DuckDB, {
      name: 'DuckDB, two columns, inflated to files first',
      command: script('duckdb.mjs'),
    }),
    ...installed(polars, {
      name: POLARS,
      command: script('polars.mjs'),
    }),
    ...installed(python3, { name: PYTHON, command: ['python3', 'bench/peers/count.py', file] }),
    ...installed(unzip == null ? null : mlr, { name: 'unzip to mlr', command: ['sh', '-c', pipe, file] }),
  ]
}

/** Ratios are taken within each round, as the load changes from one to the next. */
function ratios(runs: readonly Run[], against: readonly Run[], of: (run: Run) => number): readonly number[] {
  return runs.map((run, at) => of(run) / of(against[at] ?? run))
}

/** Medians of one candidate, and its highest peak. */
function summary(runs: readonly Run[], yardstick: readonly Run[]): readonly (string | number)[] {
  const wall = ({ wallSeconds }: Run): number => wallSeconds
  const cpu = ({ cpuSeconds }: Run): number => cpuSeconds
  return [
    median(runs.map(wall)).toFixed(2),
    spread(runs.map(wall)),
    median(ratios(runs, yardstick, wall)).toFixed(2),
    median(runs.map(cpu)).toFixed(2),
    median(ratios(runs, yardstick, cpu)).toFixed(2),
    Math.max(...runs.map(({ peakMegabytes }) => peakMegabytes)),
  ]
}
