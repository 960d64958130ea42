import type { Dataset } from './datasets.ts'

/** The query for one page of a dataset at one block, of one market or of all, with the block that it was answered at. */
export function createDocument(
  { collection, timeField, columns }: Dataset,
  hasMarket: boolean,
): string {
  // Fields of one related entity stand together: one join, not one each.
  const selection = new Map<string, string[]>()
  for (const { path } of columns) {
    const [head = '', ...rest] = path
    selection.set(head, [...(selection.get(head) ?? []), ...rest])
  }
  const fields = [...selection].map(([name, inner]) =>
    inner.length === 0 ? name : `${name} { ${inner.join(' ')} }`,
  )
  const [parameter, filter] = hasMarket ? [', $market: String!', ', market: $market'] : ['', '']
  return `query Page($block: Bytes!, $first: Int!, $after: Bytes!, $from: Int8!, $to: Int8!${parameter}) {
  _meta(block: { hash: $block }) { block { number hash timestamp } }
  page: ${collection}(
    block: { hash: $block }
    first: $first
    orderBy: id
    orderDirection: asc
    where: { id_gt: $after, ${timeField}_gte: $from, ${timeField}_lt: $to${filter} }
  ) { ${fields.join(' ')} }
}`
}

/** The query for the newest block, or for the one with a hash. */
export function createMetaDocument(hasHash: boolean): string {
  return hasHash
    ? 'query Meta($block: Bytes!) { _meta(block: { hash: $block }) { block { number hash timestamp } } }'
    : 'query Meta { _meta { block { number hash timestamp } } }'
}
