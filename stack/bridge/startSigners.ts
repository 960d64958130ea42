import { createServer, type IncomingMessage } from 'node:http'
import { z } from 'zod'
import { closeServer, listen } from '../../bot/listen.ts'
import type { Attestor } from '../../bot/relayer/bridges/bridge.ts'
import { MAX_BODY_BYTES, readBody } from '../../bot/sign/readBody.ts'

const word = z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]{64}$/)])
const requestSchema = z.object({
  bridge: z.string(),
  messageId: word,
  sourceChainId: z.int().positive(),
  chainId: z.int().positive(),
  transactionHash: word,
})

/** The signers of the local bridges, as a service that relayers ask. */
export interface Signers {
  /** Where an `AttestationRequest` is posted. */
  url: string
  close(): Promise<void>
}

/**
 * Answers `POST /` with 200 and an `Attestation`; 400 for what is no request, 500 if the signers cannot look.
 *
 * @param port - 0: a free one.
 */
export async function startSigners(attestor: Attestor, port: number): Promise<Signers> {
  const respond = async (request: IncomingMessage): Promise<[number, object]> => {
    const text = (await readBody(request, MAX_BODY_BYTES)) ?? ''
    const parsed = requestSchema.safeParse(parseJson(text))
    if (!parsed.success) return [400, { error: 'POST bridge, messageId and the transaction' }]
    return [200, await attestor.attest(parsed.data)]
  }
  const server = createServer(async (request, response) => {
    const [status, content] = await respond(request).catch((error): [number, object] => {
      return [500, { error: error instanceof Error ? error.message.split('\n')[0] : 'it failed' }]
    })
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close' })
    response.end(JSON.stringify(content))
  })
  const url = await listen(server, 'signers', '127.0.0.1', port)
  return { url, close: () => closeServer(server) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
