/** The names of the environment variables that a configuration speaks of, each once, in its order. */
export function listVariables(content: unknown): string[] {
  if (typeof content !== 'object' || content === null) return []
  const names = Object.entries(content).flatMap(([place, value]) => {
    const isName = (place === 'variable' || place === 'token') && typeof value === 'string'
    return isName ? [value] : listVariables(value)
  })
  return [...new Set(names)]
}
