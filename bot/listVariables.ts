/** An environment variable that a configuration speaks of, and where. */
export interface NamedVariable {
  name: string
  /** Of the setting that names it. */
  path: string[]
}

/** The environment variables that a configuration speaks of, in its order, whether or not it is one that is allowed. */
export function listVariables(content: unknown, path: readonly string[] = []): NamedVariable[] {
  if (typeof content !== 'object' || content === null) return []
  return Object.entries(content).flatMap(([place, value]) => {
    const here = [...path, place]
    const isName = (place === 'variable' || place === 'token') && typeof value === 'string'
    return isName ? [{ name: value, path: here }] : listVariables(value, here)
  })
}
