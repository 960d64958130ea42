import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

interface RpcRequest {
  id: number
  method: string
  params: unknown[]
}

/** What comes back for a request: the content of an answer, an HTTP status, or nothing at all. */
type Fate =
  | { result: unknown }
  | { error: { code: number; message: string } }
  | { status: number }
  | 'silence'

export interface FaultyNode {
  url: string
  /** Every request's method. */
  methods: string[]
  /** Decides about each request; `forward` brings it to the real node. */
  meddle: (request: RpcRequest, forward: () => Promise<Fate>) => Promise<Fate>
  close(): Promise<void>
}

/** What a node answers to a request. */
export async function forwardTo(target: string, request: RpcRequest): Promise<Fate> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(target, { method: 'POST', headers, body: JSON.stringify(request) })
  const { result, error } = (await response.json()) as {
    result: unknown
    error?: { code: number; message: string }
  }
  return error === undefined ? { result } : { error }
}

/** A node in front of the real one that is honest until `meddle` is set. */
export async function startFaultyNode(target: string): Promise<FaultyNode> {
  const server = createServer(async (incoming, response) => {
    const request = JSON.parse((await incoming.toArray()).join('')) as RpcRequest
    node.methods.push(request.method)
    const fate = await node.meddle(request, () => forwardTo(target, request))
    if (fate === 'silence') return
    if ('status' in fate) {
      response.writeHead(fate.status).end()
      return
    }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ jsonrpc: '2.0', id: request.id, ...fate }))
  })
  const node: FaultyNode = {
    url: '',
    methods: [],
    meddle: (_, forward) => forward(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  node.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return node
}
