/** What a stream may be like before it is told to be wrong. */
export interface StreamLimits {
  /** An older price is not used, seconds. */
  maxAgeSec: number
  /** How far a report may be ahead of the clock that counts, seconds. */
  maxAheadSec: number
  /** From so long a time without a valid report on, a source is connected to anew, milliseconds. */
  silentAfterMs: number
  /** From so long a time between two reports on, a gap is told, seconds. Nothing is asked for again: only the latest price counts. */
  gapSec: number
}
