/** Which rows a page starts with: those from a time on, without so many of the first. */
export interface PageStart {
  /** Unix seconds. */
  fromAt: number
  skip: number
}

/**
 * Rows in the order of their time, a page at a time, each row once.
 *
 * Method: the next page begins at the last row's time, as `skip` is limited to 5,000; rows seen before are left out.
 * Where a page ends in the second that it begins with, the rest of that second is reached by `skip`.
 *
 * @param readPage Up to `pageSize` rows in the order of time, oldest first.
 */
export async function* fetchByTime<Row extends { id: string }>(
  readPage: (start: PageStart) => Promise<Row[]>,
  timeOf: (row: Row) => number,
  { fromAt, pageSize }: { fromAt: number; pageSize: number },
): AsyncGenerator<Row[]> {
  let start: PageStart = { fromAt, skip: 0 }
  let seen = new Set<string>()
  for (;;) {
    const page = await readPage(start)
    const rows = page.filter(({ id }) => !seen.has(id))
    if (rows.length > 0) yield rows
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize) return
    const lastAt = timeOf(last)
    const isSameSecond = lastAt === start.fromAt
    start = { fromAt: lastAt, skip: isSameSecond ? start.skip + page.length : 0 }
    const known = page.filter((row) => timeOf(row) === lastAt).map(({ id }) => id)
    seen = new Set(isSameSecond ? [...seen, ...known] : known)
  }
}
