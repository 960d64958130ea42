/**
 * JSON that every machine writes the same: keys sorted by their UTF-16 units, no blanks, whole numbers only (one beyond 2^53
 * is text, as a bigint is), what is undefined left out.
 *
 * @throws TypeError for a number that is no whole number below 2^53, naming its place: a mistake of the caller.
 */
export function writeCanonicalJson(value: unknown, path = ''): string {
  if (typeof value === 'bigint') return `"${value}"`
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError(`${path || 'the value'} is ${value}`)
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) {
    return `[${value.map((inner, index) => writeCanonicalJson(inner, `${path}.${index}`)).join()}]`
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const parts = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${writeCanonicalJson(inner, join(path, key))}`)
  return `{${parts.join()}}`
}

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`)
