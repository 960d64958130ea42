/** One request of JSON-RPC, and its answer. */
interface Asked {
  id: number
  method: string
  params: readonly never[]
}

export interface Lie {
  /** Whether an answer is to be changed. */
  isMeant(method: string, params: readonly never[]): boolean
  /** The answer as the node would like it. */
  change(result: never): unknown
}

/**
 * Requests to a node that lies.
 *
 * @param onLie - Called for each answer that was changed.
 */
export function createLyingFetch(lie: Lie, onLie: () => void): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init)
    const body = JSON.parse(String(init?.body))
    const asked: Asked[] = Array.isArray(body) ? body : [body]
    const text = await response.text()
    const answers = [JSON.parse(text)].flat() as { id: number; result?: unknown }[]
    const changed = answers.map((answer) => {
      const request = asked.find(({ id }) => id === answer.id)
      if (request === undefined || !lie.isMeant(request.method, request.params)) return answer
      if (answer.result === undefined || answer.result === null) return answer
      const result = lie.change(structuredClone(answer.result) as never)
      if (JSON.stringify(result) !== JSON.stringify(answer.result)) onLie()
      return { ...answer, result }
    })
    return Response.json(Array.isArray(body) ? changed : changed[0])
  }
}

/** The same hexadecimal text with another last digit. */
export function flip(hex: string): string {
  const last = Number.parseInt(hex.at(-1) ?? '0', 16)
  return `${hex.slice(0, -1)}${(last ^ 1).toString(16)}`
}
