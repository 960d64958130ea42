import type { Page } from 'playwright-core'

/** What a node answers otherwise than the chain has it. */
export interface Lie {
  /** Whether an answer is to be changed. */
  isMeant(method: string, params: readonly never[]): boolean
  /** The answer as the node would like it. */
  change(result: never): unknown
}

interface Asked {
  id: number
  method: string
  params: readonly never[]
}

interface Answer {
  id: number
  result?: unknown
  error?: { code: number; message: string }
}

/** Of a method: every answer. */
export const onMethod = (method: string, change: Lie['change']): Lie => ({
  isMeant: (asked) => asked === method,
  change,
})

/** The same hexadecimal text with another last digit. */
export function flip(hex: string): string {
  const last = Number.parseInt(hex.at(-1) ?? '0', 16)
  return `${hex.slice(0, -1)}${(last ^ 1).toString(16)}`
}

/**
 * The answers to a request, one or a batch, by a node that lies.
 *
 * @param onLie - Called for each answer that was changed.
 */
export function changeAnswers(
  lie: Lie,
  request: unknown,
  answers: unknown,
  onLie: () => void,
): unknown {
  const asked = [request].flat() as Asked[]
  const changed = ([answers].flat() as Answer[]).map((answer) => {
    const { method = '', params = [] } = asked.find(({ id }) => id === answer.id) ?? {}
    if (answer.result === undefined || answer.result === null) return answer
    if (!lie.isMeant(method, params)) return answer
    const result = lie.change(structuredClone(answer.result) as never)
    if (JSON.stringify(result) !== JSON.stringify(answer.result)) onLie()
    return { ...answer, result }
  })
  return Array.isArray(answers) ? changed : changed[0]
}

/** The answers of a node that fails for some requests. */
export function refuseAnswers(
  isMeant: Lie['isMeant'],
  request: unknown,
  answers: unknown,
  error: { code: number; message: string },
): unknown {
  const asked = [request].flat() as Asked[]
  const changed = ([answers].flat() as Answer[]).map((answer) => {
    const { method = '', params = [] } = asked.find(({ id }) => id === answer.id) ?? {}
    return isMeant(method, params) ? { jsonrpc: '2.0', id: answer.id, error } : answer
  })
  return Array.isArray(answers) ? changed : changed[0]
}

/** Requests to a node whose answers are changed on their way. */
export function createChangedFetch(
  change: (request: unknown, answers: unknown) => unknown,
): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init)
    return Response.json(change(JSON.parse(String(init?.body)), await response.json()))
  }
}

/** The same for everything that a page asks of a node. */
export async function changeNode(
  page: Page,
  isNode: (url: URL) => boolean,
  change: (request: unknown, answers: unknown) => unknown,
): Promise<void> {
  await page.route(isNode, async (route) => {
    // A page that goes away meanwhile waits for nothing.
    const response = await route.fetch().catch(() => undefined)
    if (response === undefined) return
    const json = change(route.request().postDataJSON(), await response.json())
    await route.fulfill({ response, json }).catch(() => {})
  })
}
