// Method:   optimal string alignment: insertions, deletions, replacements, and swaps of neighbours each cost 1.
// Domain:   names of commands, options and choices; dashes in front and capitals do not count.

/** The name that was probably meant, or undefined if none is near: one slip in three characters, or a beginning. */
export function findNearest(text: string, names: readonly string[]): string | undefined {
  const wanted = normalize(text)
  if (wanted === '') return undefined
  const allowed = Math.max(1, Math.floor(wanted.length / 3))
  const [nearest] = names
    .map((name) => ({ name, distance: computeDistance(wanted, normalize(name)) }))
    .filter(({ distance, name }) => distance <= allowed && distance < normalize(name).length)
    .sort((a, b) => a.distance - b.distance)
  if (nearest !== undefined) return nearest.name
  const begun = names.filter((name) => wanted.length > 1 && normalize(name).startsWith(wanted))
  return begun.length === 1 ? begun[0] : undefined
}

function normalize(name: string): string {
  return name.replace(/^-+/, '').toLowerCase()
}

function computeDistance(a: string, b: string): number {
  let [before, last]: number[][] = [[], Array.from({ length: b.length + 1 }, (_, at) => at)]
  for (let row = 1; row <= a.length; row += 1) {
    const next = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1]
      const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      next[column] = Math.min(
        at(last, column) + 1,
        at(next, column - 1) + 1,
        at(last, column - 1) + (isSame ? 0 : 1),
        isSwapped ? at(before, column - 2) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    before = last
    last = next
  }
  return at(last, b.length)
}

function at(row: readonly number[] | undefined, column: number): number {
  return row?.[column] ?? Number.POSITIVE_INFINITY
}
