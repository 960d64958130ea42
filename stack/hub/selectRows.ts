type Value = string | number

/** The arguments of a collection of the hub. */
export interface Selection {
  first?: number
  skip?: number
  /** A field's name alone, or with `_in`, `_gt`, `_gte`, `_lt`, `_lte`. */
  where?: Readonly<Record<string, Value | readonly Value[] | null>>
  orderBy?: string
  orderDirection?: 'asc' | 'desc'
}

const MAX_FIRST = 1_000
const MAX_SKIP = 5_000

/** @throws Error above the hub's limits. Source: snapshot-hub, src/graphql/helpers.ts. */
export function checkLimits({ first = 0, skip = 0 }: Selection): void {
  checkLimit('first', first, MAX_FIRST)
  checkLimit('skip', skip, MAX_SKIP)
}

function checkLimit(name: string, value: number, limit: number): void {
  if (value <= limit) return
  throw new Error(`The \`${name}\` argument must not be greater than ${limit}`)
}

const comparisons: Readonly<Record<string, (a: Value, b: Value) => boolean>> = {
  gt: (a, b) => a > b,
  gte: (a, b) => a >= b,
  lt: (a, b) => a < b,
  lte: (a, b) => a <= b,
}

/**
 * The rows that a query selects: filtered, in order, cut. Of equal rows the lower id comes first.
 *
 * @param orders The fields that `orderBy` may name, the default first.
 */
export function selectRows<Row extends { id: string }>(
  rows: Iterable<Row>,
  { first = 20, skip = 0, where = {}, orderBy = '', orderDirection = 'desc' }: Selection,
  orders: readonly (keyof Row & string)[],
): Row[] {
  const order = orders.find((name) => name === orderBy) ?? orders[0] ?? 'id'
  const sign = orderDirection === 'desc' ? -1 : 1
  const isBefore = (a: Row, b: Row) =>
    a[order] === b[order] ? compare(a.id, b.id) : sign * compare(a[order], b[order])
  const filters = Object.entries(where)
  return [...rows]
    .filter((row) => filters.every(([name, wanted]) => fits(row, name, wanted)))
    .sort(isBefore)
    .slice(skip, skip + first)
}

const compare = (a: unknown, b: unknown) => ((a as Value) < (b as Value) ? -1 : 1)

function fits(row: object, name: string, wanted: Value | readonly Value[] | null): boolean {
  // The hub takes empty filters for none.
  if (!wanted || (Array.isArray(wanted) && wanted.length === 0)) return true
  const [field = '', comparison] = name.split('_')
  const value = (row as Record<string, Value>)[field] as Value
  if (comparison === 'in') return (wanted as Value[]).includes(value)
  const holds = comparisons[comparison ?? ''] ?? ((a, b) => a === b)
  return holds(value, wanted as Value)
}
