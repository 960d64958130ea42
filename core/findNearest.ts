/**
 * The one of some names that a mistyped one was probably meant to be; undefined if none is near. A letter that is wrong,
 * missing, too many or swapped with its neighbour counts as one slip; capitals do not count.
 *
 * @example
 * findNearest('weth-ust', ['weth-usd', 'wbtc-usd']) // 'weth-usd'
 */
export function findNearest(name: string, known: readonly string[]): string | undefined {
  const given = name.toLowerCase()
  const allowed = Math.max(1, Math.floor(given.length / 3))
  const slips = known.map((candidate) => countSlips(given, candidate.toLowerCase()))
  const fewest = Math.min(...slips)
  return fewest <= allowed ? known[slips.indexOf(fewest)] : undefined
}

/** Optimal string alignment distance. */
function countSlips(from: string, to: string): number {
  let older: number[] = []
  let old = Array.from({ length: to.length + 1 }, (_, count) => count)
  for (let row = 1; row <= from.length; row++) {
    const next = [row]
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1]
      const isSwapped =
        from[row - 1] === to[column - 2] &&
        from[row - 2] === to[column - 1] &&
        column > 1 &&
        row > 1
      next[column] = Math.min(
        (old[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (old[column - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (older[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    older = old
    old = next
  }
  return old[to.length] ?? 0
}
