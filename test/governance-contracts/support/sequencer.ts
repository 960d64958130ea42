import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Address, Hex } from 'viem'

/** What a Snapshot client posts to the sequencer. */
export interface Envelope {
  readonly address: Address
  readonly sig: Hex
  readonly data: {
    readonly domain: Record<string, string | number>
    readonly types: Record<string, { name: string; type: string }[]>
    readonly message: Record<string, unknown>
  }
}

/** A sequencer on the loopback address that takes every envelope, and gives it back. */
export interface Sequencer {
  readonly url: string
  /** The envelope that was posted last. Throws if there is none. */
  last(): Envelope
  close(): Promise<void>
}

export async function startSequencer(): Promise<Sequencer> {
  let posted: Envelope | undefined
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      posted = JSON.parse(body)
      response.setHeader('content-type', 'application/json')
      response.end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    last() {
      if (posted === undefined) throw new Error('nothing was posted')
      return posted
    },
    close: () =>
      new Promise((resolve, reject) =>
        server.close((error) => (error === undefined ? resolve() : reject(error))),
      ),
  }
}
