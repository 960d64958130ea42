import type { IncomingMessage } from 'node:http'
import { ingest } from './ingest.ts'
import { queryStore } from './queryStore.ts'
import { createRateLimiter, type RateLimit } from './rateLimit.ts'
import { Refusal } from './refusal.ts'
import type { Sequencer } from './sequencer.ts'

/** An answer in JSON; none if the connection breaks. */
export interface Answer {
  status: number
  headers?: Record<string, string>
  body: object
}

const TOO_MANY = 'too many requests, refer to https://docs.snapshot.org/tools/api/api-keys#limits'

/** `{}`, inside of its own id: every gateway has it. */
const EMPTY_OBJECT_CID = 'bafkqaat3pu'

/** Answers the requests to hub (POST /graphql), sequencer (POST /, GET / for who it is) and gateway (GET /ipfs/CID). */
export function createAnswerer(sequencer: Sequencer, rateLimit: RateLimit | undefined) {
  const limiters = rateLimit && {
    hub: createRateLimiter(rateLimit),
    sequencer: createRateLimiter(rateLimit),
  }
  const limit = (service: 'hub' | 'sequencer', apiKey: string | null) => {
    if (limiters === undefined) return {}
    if (apiKey !== null) {
      if (rateLimit?.apiKeys?.includes(apiKey)) return {}
      throw new Refusal('invalid api key', 401)
    }
    const { isOver, headers } = limiters[service]()
    if (isOver) throw new Refusal(TOO_MANY, 429, headers)
    return headers
  }

  return async (request: IncomingMessage): Promise<Answer | undefined> => {
    const { method, headers: sent } = request
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://hub')
    try {
      const body = await readJson(request)
      if (method === 'POST' && pathname === '/graphql') {
        const apiKey = sent['x-api-key'] ?? searchParams.get('apiKey')
        const headers = limit('hub', apiKey === null ? null : String(apiKey))
        return { headers, ...(await askHub(sequencer, body)) }
      }
      if (method === 'POST' && pathname === '/') {
        const headers = limit('sequencer', null)
        const taken = await ingest(sequencer, body)
        return sequencer.hasFault('reply', body) ? undefined : { status: 200, headers, body: taken }
      }
      if (method === 'GET' && pathname === '/') return { status: 200, body: { name: 'sequencer' } }
      if (pathname === `/ipfs/${EMPTY_OBJECT_CID}`) return { status: 200, body: {} }
      const pinned = sequencer.store.pinned.get(/^\/ipfs\/(\w+)$/.exec(pathname)?.[1] ?? '')
      if (pinned !== undefined) return { status: 200, body: pinned }
      return { status: 404, body: { error: 'not_found' } }
    } catch (error) {
      if (!(error instanceof Refusal)) return toRefusal(500, {})
      const { status, message, headers } = error
      return { headers, ...toRefusal(status, message) }
    }
  }
}

async function askHub(sequencer: Sequencer, body: unknown): Promise<Answer> {
  const { store, now, hasFault } = sequencer
  const isFailing = hasFault('query', body)
  const { status, answer } = await queryStore(store, await now(), Object(body), isFailing)
  return { status, body: answer }
}

// As the sequencer does: what is no reason becomes an empty object.
function toRefusal(status: number, description: string | object): Answer {
  const error = status < 500 ? 'client_error' : 'server_error'
  return { status, body: { error, error_description: description } }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    return undefined
  }
}
