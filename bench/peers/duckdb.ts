/**
 * The gate's answers from DuckDB: counts, distinct findings, ten thresholds, and the next baseline as a file. It cannot
 * read zips, so the members are unzipped first, which counts.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { globs } from '../gate.ts'

type Result = { getRowObjects(): readonly Record<string, unknown>[] }
type Connection = { run(sql: string): Promise<unknown>; runAndReadAll(sql: string): Promise<Result> }
type DuckDB = {
  readonly DuckDBInstance: {
    create(path: string, options: Record<string, string>): Promise<{ connect(): Promise<Connection> }>
  }
}

/** Not a literal in the import: the type check runs without the package. */
const duckdb: string = '@duckdb/node-api'
const { DuckDBInstance } = (await import(duckdb)) as DuckDB

/** A quoted LIKE pattern for a glob. */
const like = (glob: string): string =>
  `'${glob.replaceAll('_', '\\_').replaceAll('*', '%').replaceAll("'", "''")}' ESCAPE '\\'`

const folder = mkdtempSync(join(tmpdir(), 'soteri-gate-bench-peer-'))
const file = (name: string): string => `'${join(folder, name).replaceAll("'", "''")}'`
try {
  execFileSync('unzip', ['-q', process.argv[2] ?? '', '-d', folder])
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect()
  await connection.run(`CREATE TABLE per_branch AS
    SELECT "Project Key" || '/' || "Repository" AS repository, "Branch" AS branch, "File Path" AS path,
      "Rule" AS rule, hash("Line") AS text, count(*) AS n, count(DISTINCT "Line Number") AS places
    FROM read_csv(${file('*.csv')}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"')
    GROUP BY ALL`)
  await connection.run(`CREATE TABLE finding AS
    SELECT repository, path, rule, text, max(places) AS most, sum(n) AS n FROM per_branch GROUP BY ALL`)
  await connection.run(`COPY (
    SELECT repository, path, rule, sum(most) AS n FROM finding GROUP BY ALL ORDER BY ALL
    ) TO ${file('baseline.csv')}`)
  const sums = globs.map((glob, at) => `coalesce(sum(n) FILTER (rule LIKE ${like(glob)}), 0) AS t${at}`)
  const one = async (sql: string): Promise<(name: string) => number> => {
    const [row] = (await connection.runAndReadAll(sql)).getRowObjects()
    return (name) => Number(row?.[name])
  }
  const counts = await one(`SELECT sum(n) AS total, sum(most) AS findings, ${sums.join(', ')} FROM finding`)
  const groups = await one(`SELECT
    (SELECT count(*) FROM (SELECT rule, sum(n) FROM finding GROUP BY rule)) AS rules,
    (SELECT count(*) FROM (SELECT repository, sum(n) FROM finding GROUP BY repository)) AS repositories,
    (SELECT count(*) FROM (SELECT branch, sum(n) FROM per_branch GROUP BY branch)) AS branches`)
  const answer = {
    total: counts('total'),
    distinct: counts('findings'),
    thresholds: globs.map((_glob, at) => counts(`t${at}`)),
    rules: groups('rules'),
    repositories: groups('repositories'),
    branches: groups('branches'),
  }
  console.log(JSON.stringify(answer))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
