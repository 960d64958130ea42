import { isAddress } from 'viem'

type Value = string | number | boolean | null
type Wanted = Value | readonly Value[] | undefined

/** The arguments of a collection of the hub. */
export interface Selection {
  first: number
  skip: number
  /** A field's name alone, or with `_not`, `_in`, `_not_in`, `_gt`, `_gte`, `_lt`, `_lte`. */
  where?: Readonly<Record<string, Wanted>> | null
  orderBy?: string | null
  orderDirection?: 'asc' | 'desc' | null
}

/** How the rows of a collection are put in order. */
export interface Order<Row> {
  /** The fields that `orderBy` may name, the default first. */
  fields: readonly (keyof Row & string)[]
  /** Which id comes first of equal rows: the lower one, or as the rows go. */
  ties: 'lower' | 'same'
}

const limits = { first: 1_000, skip: 5_000 }
/** The most ids that may be asked for at once, where there is a limit. */
const MAX_IDS = 100

/** @throws Error beyond the hub's limits. Source: snapshot-hub, src/graphql/helpers.ts. */
export function checkLimits(selection: Selection): void {
  for (const name of ['first', 'skip'] as const) {
    checkLimit(name, selection[name], limits[name])
    if (selection[name] < 0) throw new Error(`The \`${name}\` argument must be positive`)
  }
}

/** @throws Error for more ids than the hub looks up at once. */
export function checkIds({ where }: Selection): void {
  const ids = where?.id_in
  if (Array.isArray(ids)) checkLimit('id_in', ids.length, MAX_IDS)
}

/** @throws Error for what is no address. The capitals of one may be any, unless they are a wrong checksum. */
export function checkAddresses({ where }: Selection, field: string): void {
  const wanted = ['', '_not', '_in', '_not_in'].flatMap(
    (suffix) => (where?.[`${field}${suffix}`] || []) as Value | Value[],
  )
  if (!wanted.every((value) => isAddress(String(value)))) {
    throw new Error(`Invalid addresses in ${field}`)
  }
}

function checkLimit(name: string, value: number, limit: number): void {
  if (value <= limit) return
  throw new Error(`The \`${name}\` argument must not be greater than ${limit}`)
}

/** The rows that a query selects: filtered, in order, cut. */
export function selectRows<Row extends { id: string }>(
  rows: Iterable<Row>,
  { first, skip, where, orderBy, orderDirection }: Selection,
  { fields, ties }: Order<Row>,
): Row[] {
  const order = fields.find((name) => name === orderBy) ?? fields[0] ?? 'id'
  const sign = orderDirection === 'asc' ? 1 : -1
  const tieSign = ties === 'lower' ? 1 : sign
  const isBefore = (a: Row, b: Row) =>
    a[order] === b[order] ? tieSign * compare(a.id, b.id) : sign * compare(a[order], b[order])
  const filters = Object.entries(where ?? {})
  return [...rows]
    .filter((row) => filters.every(([name, wanted]) => fits(row, name, wanted)))
    .sort(isBefore)
    .slice(skip, skip + first)
}

const compare = (a: unknown, b: unknown) => ((a as number) < (b as number) ? -1 : 1)

// As the hub's database does: a comparison with null holds never, and capitals make no difference.
function fits(row: object, name: string, wanted: Wanted): boolean {
  const [, field = '', comparison = ''] =
    /^(.+?)(?:_(not_in|in|not|gte|gt|lte|lt))?$/.exec(name) ?? []
  const value = fold((row as Record<string, Value>)[field])
  if (comparison === 'in' || comparison === 'not_in') {
    if (!Array.isArray(wanted)) return true
    const isIn = wanted.map(fold).includes(value)
    // An empty list selects nothing, in both senses.
    return wanted.length > 0 && isIn === (comparison === 'in')
  }
  const limit = fold(wanted as Value)
  if (comparison === '') return limit !== null && value === limit
  if (comparison === 'not') return limit !== null && value !== limit
  // The hub takes 0 for no limit.
  if (!limit) return true
  return value !== null && comparisons[comparison as keyof typeof comparisons](value, limit)
}

const comparisons = {
  gt: (a: Value, b: Value) => compare(b, a) < 0,
  gte: (a: Value, b: Value) => compare(a, b) > 0,
  lt: (a: Value, b: Value) => compare(a, b) < 0,
  lte: (a: Value, b: Value) => compare(b, a) > 0,
}

const fold = (value: Value | undefined): Value =>
  typeof value === 'string' ? value.toLowerCase() : (value ?? null)
