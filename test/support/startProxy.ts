import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface RpcRequest {
  id: number
  method: string
  params: (string | { fromBlock: string; toBlock: string })[]
}

/** What a node says instead of the real one: a result, an error, a status of HTTP, or nothing at all. */
export type Answer =
  | { result: unknown }
  | { error: { code: number; message: string } }
  | { status: number; headers?: Record<string, string>; text?: string }
  | 'silence'

export interface Proxy {
  url: string
  requests: { method: string; at: number }[]
  /** The most requests that were open at one time. */
  mostOpen: number
}

/** A node before another one that answers some requests itself; gone when the test is over. */
export async function startProxy(
  target: string,
  answer: (request: RpcRequest) => Answer | undefined,
): Promise<Proxy> {
  const proxy: Proxy = { url: '', requests: [], mostOpen: 0 }
  let open = 0
  const server = createServer(async (incoming, response) => {
    open += 1
    proxy.mostOpen = Math.max(proxy.mostOpen, open)
    response.on('close', () => {
      open -= 1
    })
    const body = JSON.parse((await incoming.toArray()).join(''))
    const answers: unknown[] = []
    for (const request of [body].flat() as RpcRequest[]) {
      proxy.requests.push({ method: request.method, at: performance.now() })
      const own = answer(request)
      if (own === 'silence') return
      if (own !== undefined && 'status' in own) {
        response.writeHead(own.status, own.headers).end(own.text ?? '')
        return
      }
      const { id } = request
      answers.push(own === undefined ? await ask(target, request) : { jsonrpc: '2.0', id, ...own })
    }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(Array.isArray(body) ? answers : answers[0]))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return proxy
}

async function ask(url: string, request: RpcRequest): Promise<unknown> {
  const headers = { 'content-type': 'application/json' }
  return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(request) })).json()
}
