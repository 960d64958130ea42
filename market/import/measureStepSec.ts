/** The most frequent distance of two rows, seconds; undefined for a single row. Several rows of one time count once. */
export function measureStepSec(rows: readonly { at: number }[]): number | undefined {
  const counts = new Map<number, number>()
  for (let index = 1; index < rows.length; index += 1) {
    const step = (rows[index]?.at ?? 0) - (rows[index - 1]?.at ?? 0)
    if (step > 0) counts.set(step, (counts.get(step) ?? 0) + 1)
  }
  const [most] = [...counts].toSorted(([stepA, a], [stepB, b]) => b - a || stepA - stepB)
  return most?.[0]
}
