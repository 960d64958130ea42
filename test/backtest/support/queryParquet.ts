import { DuckDBInstance } from '@duckdb/node-api'

/** Rows of a query over Parquet files, by an engine that did not write them. */
export async function queryParquet(sql: string): Promise<Record<string, unknown>[]> {
  const database = await DuckDBInstance.create(':memory:')
  try {
    const connection = await database.connect()
    return (await connection.runAndReadAll(sql)).getRowObjectsJS()
  } finally {
    database.closeSync()
  }
}
