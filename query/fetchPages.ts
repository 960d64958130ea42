import { z } from 'zod'
import type { QueryClient } from './createQueryClient.ts'
import { SchemaMismatchError } from './errors.ts'

/** Rows a page: the most that graph-node gives. */
const PAGE_SIZE = 1_000
// Before every id: those are longer.
const FIRST_ID = '0x00'

/**
 * Every row of a collection, in the order of the ids.
 *
 * @param selection - Its fields, `id` among them.
 * @throws what a client's `query` throws; SchemaMismatchError if the ids do not rise.
 */
export async function fetchPages<Row extends { id: string }>(
  client: QueryClient,
  collection: string,
  selection: string,
  row: z.ZodType<Row>,
): Promise<Row[]> {
  const document = `query Pages($first: Int!, $after: Bytes!) {
    rows: ${collection}(first: $first, orderBy: id, orderDirection: asc, where: { id_gt: $after }) {
      ${selection}
    }
  }`
  const answer = z.object({ rows: z.array(row) })
  const all: Row[] = []
  let after = FIRST_ID
  for (;;) {
    const { rows } = await client.query(document, { first: PAGE_SIZE, after }, answer)
    all.push(...rows)
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE_SIZE) return all
    if (last.id <= after)
      throw new SchemaMismatchError(client.origin, collection, 'ids do not rise')
    after = last.id
  }
}
