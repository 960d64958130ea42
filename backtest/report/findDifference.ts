/** The first place at which two plain values differ, in the order of their sorted keys. */
export interface Difference {
  /** `rules.3.metrics.jBpYear`; empty for the values themselves. */
  path: string
  /** Each as JSON; undefined: not there. */
  left: string | undefined
  right: string | undefined
}

/** Compares what `JSON.parse` gives. @returns undefined if both are the same. */
export function findDifference(left: unknown, right: unknown, path = ''): Difference | undefined {
  if (isGroup(left) && isGroup(right) && Array.isArray(left) === Array.isArray(right)) {
    for (const key of listKeys(left, right)) {
      const inner = path === '' ? key : `${path}.${key}`
      const found = findDifference(left[key], right[key], inner)
      if (found !== undefined) return found
    }
    return undefined
  }
  const [a, b] = [JSON.stringify(left), JSON.stringify(right)]
  return a === b ? undefined : { path, left: a, right: b }
}

type Group = Readonly<Record<string, unknown>>

const isGroup = (value: unknown): value is Group => typeof value === 'object' && value !== null

function listKeys(left: Group, right: Group): string[] {
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])]
  return Array.isArray(left) ? keys : keys.toSorted()
}
