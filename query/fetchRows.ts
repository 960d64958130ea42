// A dataset page by page, all of them at one block.
//
// Method:   each page is asked for at the block's hash and must say that it was answered there; the next
//           one begins after the last id (`id_gt`). Ids are in the order of the chain.

import type { Hex } from 'viem'
import { z } from 'zod'
import { createDocument, createMetaDocument } from './createDocument.ts'
import type { QueryClient } from './createQueryClient.ts'
import type { Dataset } from './datasets.ts'
import { BlockUnavailableError, SchemaMismatchError } from './errors.ts'
import { type Cell, type Column, createCellType } from './fields.ts'
import { metaType, type PinnedBlock, toPinnedBlock } from './metaType.ts'

/** One row: a value for every column, in their order. */
export type Row = readonly Cell[]

/** The newest block that the index has, or the one with a hash. @throws BlockUnavailableError if it has none. */
export async function fetchPinnedBlock(client: QueryClient, hash?: Hex): Promise<PinnedBlock> {
  const document = createMetaDocument(hash !== undefined)
  const variables = hash === undefined ? {} : { block: hash }
  const { _meta } = await client.query(document, variables, z.object({ _meta: metaType }))
  if (_meta === null) throw new BlockUnavailableError(hash ?? 'any', 'it has none')
  const block = toPinnedBlock(_meta)
  checkBlock(hash ?? block.hash, block.hash)
  return block
}

function checkBlock(asked: string, answered: string | undefined): void {
  if (answered === asked) return
  throw new BlockUnavailableError(asked, `it answered at ${answered ?? 'no block'}`)
}

export interface RowsOptions {
  client: QueryClient
  dataset: Dataset
  block: PinnedBlock
  /** Unix seconds, included. */
  fromAt: bigint
  /** Unix seconds, not included. */
  toAt: bigint
  /** Only of this market: for datasets whose rows are of one. */
  market?: Hex
  /** Rows a page, 1 to 1000. */
  pageSize?: number
}

// Before every id: those are longer.
const FIRST_ID = '0x00'

/**
 * The rows of a dataset in the order of the chain, a page at a time.
 *
 * @throws BlockUnavailableError if the block goes away meanwhile, and what a client's `query` throws.
 */
export async function* fetchRows(options: RowsOptions): AsyncGenerator<Row[]> {
  const { client, dataset, block, fromAt, toAt, market, pageSize = 1_000 } = options
  const document = createDocument(dataset, market !== undefined)
  const answer = z.object({
    _meta: metaType,
    page: z.array(z.looseObject({ id: z.string() })),
  })
  const bounds = {
    block: block.hash,
    first: pageSize,
    from: `${fromAt}`,
    to: `${toAt}`,
    ...(market !== undefined && { market }),
  }
  const cellTypes = dataset.columns.map(createCellType)
  let after = FIRST_ID
  for (;;) {
    const { _meta, page } = await client.query(document, { ...bounds, after }, answer)
    checkBlock(block.hash, _meta?.block.hash)
    const rows = page.map((entity, index) =>
      readRow(client, dataset.columns, cellTypes, entity, index),
    )
    const last = page.at(-1)
    if (last !== undefined && last.id <= after) {
      throw new SchemaMismatchError(client.origin, 'page', 'ids do not rise')
    }
    if (rows.length > 0) yield rows
    if (last === undefined || page.length < pageSize) return
    after = last.id
  }
}

function readRow(
  { origin }: QueryClient,
  columns: readonly Column[],
  cellTypes: readonly z.ZodType<Cell>[],
  entity: unknown,
  index: number,
): Row {
  return columns.map((column, at) => {
    const value = column.path.reduce<unknown>(
      // Of an entity that is not there, nothing is.
      (inner, name) =>
        inner === null ? null : (inner as Record<string, unknown> | undefined)?.[name],
      entity,
    )
    const result = (cellTypes[at] ?? createCellType(column)).safeParse(value)
    if (result.success) return result.data
    const path = `page.${index}.${column.path.join('.')}`
    throw new SchemaMismatchError(origin, path, result.error.issues[0]?.message ?? 'it differs')
  })
}
