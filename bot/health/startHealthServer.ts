import { createServer } from 'node:http'
import type { Registry } from 'prom-client'
import { closeServer, listen } from '../listen.ts'
import { isAllowedOrigin } from './allowOrigin.ts'
import type { Conditions } from './keepConditions.ts'

export interface HealthServerOptions {
  host: string
  /** 0: a free one. */
  port: number
  /** Of pages that may read the answers; none without it. */
  allowedOrigins?: readonly string[]
  registry: Registry
  conditions: Pick<Conditions<string>, 'list' | 'isReady'>
  /** Whether the loop has turned of late. */
  isLive(): boolean
  /** Whether the start gate is behind us and the end not begun. */
  isRunning(): boolean
}

export interface HealthServer {
  /** Without a path. */
  url: string
  close(): Promise<void>
}

/**
 * Answers `GET /live` (200: the loop turns), `/ready` (200: nothing that is needed is wrong) and `/metrics`; the first two
 * with 503 and the reasons otherwise.
 */
export async function startHealthServer(options: HealthServerOptions): Promise<HealthServer> {
  const { host, port, allowedOrigins = [], registry, conditions, isLive, isRunning } = options

  const respond = async (path: string): Promise<[status: number, type: string, text: string]> => {
    if (path === '/metrics') return [200, registry.contentType, await registry.metrics()]
    const json = (isGood: boolean, content: object): [number, string, string] => {
      return [isGood ? 200 : 503, 'application/json', `${JSON.stringify(content)}\n`]
    }
    if (path === '/live') return json(isLive(), { isLive: isLive() })
    if (path !== '/ready') return [404, 'text/plain', 'there are /live, /ready and /metrics\n']
    const isReady = isRunning() && conditions.isReady()
    const wrong = conditions.list().filter(({ problem }) => problem !== undefined)
    return json(isReady, {
      isReady,
      ...(isRunning() ? {} : { state: 'starting or ending' }),
      conditions: wrong.map(({ name, problem, isAlarm }) => ({ name, problem, isAlarm })),
    })
  }

  const server = createServer(async (request, response) => {
    const { origin } = request.headers
    // A cache between must not give one page's permission to another.
    if (allowedOrigins.length > 0) response.setHeader('vary', 'origin')
    if (origin !== undefined && isAllowedOrigin(origin, allowedOrigins)) {
      response.setHeader('access-control-allow-origin', origin)
    }
    if (request.method !== 'GET') {
      response.writeHead(405, { 'content-type': 'text/plain' }).end('GET it\n')
      return
    }
    const path = (request.url ?? '').split('?')[0] ?? ''
    const [status, type, text] = await respond(path)
    response.writeHead(status, { 'content-type': type }).end(text)
  })
  const url = await listen(server, 'http', host, port)
  return { url, close: () => closeServer(server) }
}
