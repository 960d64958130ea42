import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BallotDesk } from './createBallotDesk.ts'
import { ListenError } from './errors.ts'
import type { ListenAddress } from './readListenAddress.ts'

/** More than a ballot with the longest signature takes, bytes. */
const MAX_BODY_BYTES = 16_384
/** Ballots that one address may bring in a minute. */
const MAX_A_MINUTE = 60
const MINUTE_MS = 60_000
/** Addresses of one minute that are remembered; beyond them nobody new is heard. */
const MAX_CALLERS = 10_000
const MAX_CONNECTIONS = 256

/** Pages of any site may bring ballots: they hold their own proof, and no answer holds a secret. */
const crossOrigin = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'content-type',
  'access-control-allow-methods': 'GET,POST',
  'access-control-max-age': '86400',
}

export interface BallotServer {
  url: string
  /** Resolves when the last answer is given. */
  close(): Promise<void>
}

type Answer = { status: number; body: object; retryAfterSec?: number }

/**
 * Takes ballots by POST, one a request, and hands them to the desk; GET says for which Governor.
 *
 * @throws ListenError
 */
export async function startBallotServer(
  { host, port }: ListenAddress,
  desk: Pick<BallotDesk, 'take'>,
  about: object,
): Promise<BallotServer> {
  const isOver = createLimit()

  const respond = async (request: IncomingMessage): Promise<Answer> => {
    if (request.method === 'GET') return { status: 200, body: about }
    if (request.method !== 'POST') return { status: 405, body: { error: 'POST a ballot' } }
    if (isOver(request.socket.remoteAddress ?? '')) {
      const error = `${MAX_A_MINUTE} ballots a minute are taken of one address; bring it again later`
      return { status: 429, body: { error }, retryAfterSec: MINUTE_MS / 1_000 }
    }
    const body = await readBody(request)
    if (body === undefined) {
      return { status: 413, body: { error: `allowed are ${MAX_BODY_BYTES} bytes` } }
    }
    return desk.take(parseJson(body))
  }

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method === 'OPTIONS') {
      response.writeHead(204, crossOrigin).end()
      return
    }
    // A connection that breaks has nobody to answer to.
    const { status, body, retryAfterSec } = await respond(request).catch(
      (): Answer => ({ status: 400, body: { error: 'the request broke off' } }),
    )
    const wait = retryAfterSec === undefined ? {} : { 'retry-after': `${retryAfterSec}` }
    // The unread rest of a body would be parsed as the next request.
    const headers = { 'content-type': 'application/json', connection: 'close' }
    response.writeHead(status, { ...headers, ...crossOrigin, ...wait }).end(JSON.stringify(body))
  }

  const server = createServer((request, response) => void handle(request, response))
  // Who sends nothing must not hold a connection for long.
  server.requestTimeout = 10_000
  server.maxConnections = MAX_CONNECTIONS
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve)
  }).catch((cause) => {
    throw new ListenError(host, port, cause)
  })
  const { port: chosen } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${chosen}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
      }),
  }
}

/** Whether an address asks more often than allowed, in a minute that begins with the first who asks. */
function createLimit(): (address: string) => boolean {
  const counts = new Map<string, number>()
  let fromMs = Number.NEGATIVE_INFINITY
  return (address) => {
    const nowMs = performance.now()
    if (nowMs - fromMs >= MINUTE_MS) {
      counts.clear()
      fromMs = nowMs
    }
    const count = (counts.get(address) ?? 0) + 1
    if (count > MAX_A_MINUTE || (count === 1 && counts.size >= MAX_CALLERS)) return true
    counts.set(address, count)
    return false
  }
}

/** The text of a body; none if it is too long, of which the rest is not read. */
async function readBody(chunks: AsyncIterable<Uint8Array>): Promise<string | undefined> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    length += chunk.length
    if (length > MAX_BODY_BYTES) return undefined
    parts.push(chunk)
  }
  return Buffer.concat(parts).toString('utf8')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
