/**
 * DuckDB over the CSVs of a zip, counting rows by rule and repository. It cannot read zips, so the members are inflated
 * to a temporary folder first, which counts.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { inflateTo } from './inflate-to.ts'

const folder = await inflateTo(process.argv[2] ?? '')
try {
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect()
  const csv = join(folder, '*.csv').replaceAll("'", "''")
  const reader = await connection.runAndReadAll(
    `SELECT "Rule", "Project Key" || '/' || "Repository" AS repository, count(*) AS rows
     FROM read_csv('${csv}', header = true, all_varchar = true) GROUP BY ALL`,
  )
  console.log(reader.getRows().reduce((sum, [, , rows]) => sum + Number(rows), 0))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
