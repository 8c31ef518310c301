/** Polars over the CSVs of a zip, four columns, counting rows by rule and repository; inflated first, as for DuckDB. */
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pl from 'nodejs-polars'
import { inflateTo } from './inflate-to.ts'

const folder = await inflateTo(process.argv[2] ?? '')
const columns = ['Project Key', 'Repository', 'Rule', 'Scanned At']
let rows = 0
try {
  for (const name of readdirSync(folder)) {
    const frame = pl.readCSV(join(folder, name), { columns, inferSchemaLength: 0 })
    const counts = frame.groupBy('Rule', 'Project Key', 'Repository').len()
    rows += Number(counts.getColumn('len').sum())
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(rows)
