/** Which rows a page starts with: those from a time on, without so many of the first. */
export interface PageStart {
  /** Unix seconds. */
  fromAt: number
  skip: number
}

interface Options<Row> {
  /** Up to `pageSize` rows in the order of time, oldest first. */
  readPage: (start: PageStart) => Promise<Row[]>
  /** Unix seconds; undefined for a row that is so odd that it has no time. */
  timeOf: (row: Row) => number | undefined
  fromAt: number
  pageSize: number
  /** The error for pages that cannot be followed, with the reason. */
  refuse: (reason: string) => Error
}

/** The hub refuses to skip more. */
const MAX_SKIP = 5_000

/**
 * Rows in the order of their time, a page at a time, each row once.
 *
 * Method: the next page begins at the last row's time, as `skip` is limited to 5,000; rows seen before are left out.
 * Where a page ends in the second that it begins with, the rest of that second is reached by `skip`.
 */
export async function* fetchByTime<Row extends { id: string }>(
  options: Options<Row>,
): AsyncGenerator<Row[]> {
  const { readPage, timeOf, pageSize, refuse } = options
  let start: PageStart = { fromAt: options.fromAt, skip: 0 }
  let seen = new Set<string>()
  for (;;) {
    const page = await readPage(start)
    const times = page.map(timeOf).filter((at) => at !== undefined)
    if (times.some((at, index) => at < (times[index - 1] ?? start.fromAt))) {
      throw refuse('the rows are not in the order of their time')
    }
    const rows = page.filter(({ id }) => !seen.has(id))
    if (rows.length > 0) yield rows
    if (page.length === 0 || page.length < pageSize) return
    const lastAt = times.at(-1) ?? start.fromAt
    const isSameSecond = lastAt === start.fromAt
    start = { fromAt: lastAt, skip: isSameSecond ? start.skip + page.length : 0 }
    if (start.skip > MAX_SKIP) throw refuse(`more than ${MAX_SKIP} rows have the same time`)
    const known = page.filter((row) => (timeOf(row) ?? lastAt) === lastAt).map(({ id }) => id)
    seen = new Set(isSameSecond ? [...seen, ...known] : known)
  }
}
