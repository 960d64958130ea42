import type { Rows } from './rows.ts'

/** Walks along a record's rows; within a chunk without waiting. */
export class Cursor {
  /** Time of the row that is next; Infinity after the last. */
  at = Number.POSITIVE_INFINITY
  /** The chunk that the next row is in, and its place there. */
  rows: Rows | undefined
  index = 0
  private times: Float64Array = new Float64Array(0)
  private readonly source: AsyncGenerator<Rows>

  constructor(source: AsyncGenerator<Rows>) {
    this.source = source
  }

  /** Goes to the next row of the chunk. @returns false if it has none: `load` then. */
  step(): boolean {
    const rows = this.rows
    if (rows === undefined) return true
    this.index++
    if (this.index === rows.count) return false
    this.at = this.times[this.index] as number
    return true
  }

  /** Reads the next chunk. */
  async load(): Promise<void> {
    const { value, done } = await this.source.next()
    this.rows = done ? undefined : value
    this.index = 0
    this.times = this.rows?.narrow.get('at') ?? this.times
    this.at = this.rows === undefined ? Number.POSITIVE_INFINITY : (this.times[0] as number)
  }

  async close(): Promise<void> {
    await this.source.return(undefined)
  }
}
