import { once } from 'node:events'
import { createServer } from 'node:http'
import { listen } from '../../../bot/listen.ts'
import { LOCALHOST } from '../../../stack/local/choosePort.ts'

interface Answer {
  status: number
  text: string
}

/** In front of an index, or of a replica's peer. */
export interface FaultyServer {
  url: string
  /** Decides about each request by its body; `forward` brings it to the real one. */
  meddle: (body: string, forward: () => Promise<Answer>) => Promise<Answer | 'silence'>
  close(): Promise<void>
}

/** A server in front of the real one that is honest until `meddle` is set. */
export async function startFaultyServer(target: string): Promise<FaultyServer> {
  const headers = { 'content-type': 'application/json' }
  const forwardTo = async (body: string): Promise<Answer> => {
    const response = await fetch(target, { method: 'POST', headers, body })
    return { status: response.status, text: await response.text() }
  }
  const server = createServer(async (incoming, response) => {
    const body = (await incoming.toArray()).join('')
    const forward = () => forwardTo(body).catch(() => ({ status: 502, text: '{}' }))
    const answer = await faulty.meddle(body, forward)
    if (answer !== 'silence') response.writeHead(answer.status, headers).end(answer.text)
  })
  const faulty: FaultyServer = {
    url: await listen(server, 'http', LOCALHOST, 0),
    meddle: (_, forward) => forward(),
    async close() {
      server.close().closeAllConnections()
      await once(server, 'close')
    },
  }
  return faulty
}
