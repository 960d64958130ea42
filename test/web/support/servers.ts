import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A server of this machine that is gone when the test is over. @returns its origin. */
export async function startServer(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A service at another origin, before the real one: counts what it is asked, and takes requests of pages. */
export async function startForwarder(target: string): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = []
  const origin = await startServer(async (incoming, response) => {
    const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' }
    if (incoming.method === 'OPTIONS') {
      response.writeHead(204, headers).end()
      return
    }
    const body = (await incoming.toArray()).join('')
    asked.push(body)
    const answer = await fetch(target, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    response
      .writeHead(answer.status, { ...headers, 'content-type': 'application/json' })
      .end(await answer.text())
  })
  return { url: `${origin}${new URL(target).pathname}`, asked }
}
