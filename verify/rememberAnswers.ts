import type { HttpTransport } from 'viem'

/** Answers that stay the same, since they are about a block by its number or a transaction by its hash. */
const REMEMBERED = new Set(['eth_call', 'eth_getProof', 'eth_getTransactionByHash'])

/** A transport that asks for such a thing once only: then every step of a check sees the same answer. */
export function rememberAnswers(transport: HttpTransport): HttpTransport {
  return (parameters) => {
    const inner = transport(parameters)
    const answers = new Map<string, Promise<unknown>>()
    const request = (asked: { method: string; params?: unknown }) => {
      if (!REMEMBERED.has(asked.method)) return inner.request(asked as never)
      const key = JSON.stringify([asked.method, asked.params])
      const known = answers.get(key)
      if (known !== undefined) return known
      const answer = inner.request(asked as never)
      answers.set(key, answer)
      answer.catch(() => answers.delete(key))
      return answer
    }
    return { ...inner, request: request as typeof inner.request }
  }
}
