import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Report } from '../../verify/report.ts'
import { closeServer, listen } from '../listen.ts'
import type { SignAnswer } from './createReportSigner.ts'
import { MAX_BODY_BYTES, readBody } from './readBody.ts'
import { parseRequest } from './reportText.ts'

interface SignServerOptions {
  /** An address of this machine; the loopback one without it. */
  host?: string
  /** 0: a free one. */
  port: number
  /** The bearer token that peers have to send; without it every caller gets an answer. */
  token?: string | undefined
  answer(report: Report): Promise<SignAnswer>
  /** Told of what went wrong inside: the asker only learns that it did. */
  onError(error: unknown): void
}

export interface SignServer {
  url: string
  /** Resolves when the last answer is sent. */
  close(): Promise<void>
}

/**
 * Answers `POST /v1/sign`: 200 `{ signature, signer }`, 409 `{ field, theirs, ours }` with the first field that
 * differs, 404 if there is no such observation here; 400, 401, 405, 413 and 500 with `{ error }`.
 */
export async function startSignServer(options: SignServerOptions): Promise<SignServer> {
  const { host = '127.0.0.1', port, token, answer, onError } = options

  const respond = async (request: IncomingMessage): Promise<[number, object]> => {
    if (request.url !== '/v1/sign') return [404, { error: 'there is /v1/sign only' }]
    if (request.method !== 'POST') return [405, { error: 'POST a report' }]
    if (token !== undefined && !isEqual(request.headers.authorization ?? '', `Bearer ${token}`)) {
      return [401, { error: 'the bearer token is missing or wrong' }]
    }
    const body = await readBody(request, MAX_BODY_BYTES)
    if (body === undefined) return [413, { error: `allowed are ${MAX_BODY_BYTES} bytes` }]
    const parsed = parseRequest(body)
    if ('problem' in parsed) return [400, { error: parsed.problem }]
    const result = await answer(parsed.report)
    if (result.type === 'unknown') return [404, { error: 'no such observation here' }]
    if (result.type === 'differs') return [409, result.difference]
    return [200, { signature: result.signature, signer: result.signer }]
  }

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const [status, content] = await respond(request).catch((error): [number, object] => {
      onError(error)
      return [500, { error: 'the replica failed; see its log' }]
    })
    // The unread rest of the body would be parsed as the next request.
    const headers = { 'content-type': 'application/json', connection: 'close' }
    response.writeHead(status, headers).end(JSON.stringify(content))
  }

  const server = createServer((request, response) => void handle(request, response))
  // A peer that sends nothing must not hold a connection for long.
  server.requestTimeout = 10_000
  const url = await listen(server, 'sign', host, port)
  return { url: `${url}/v1/sign`, close: () => closeServer(server) }
}

// Hashes have one length and say nothing about how far a guess is right.
function isEqual(got: string, expected: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(got), hash(expected))
}
