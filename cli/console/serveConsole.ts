import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import sirv from 'sirv'

const builtSite = fileURLToPath(new URL('../../build/web', import.meta.url))

export interface ServeOptions {
  /** A free port without it. */
  port?: number
  /** The networks of the page, in the form of gimbal.yaml; asked for at each request. */
  readNetworks: () => Promise<object>
}

/** A console that is served. */
export interface ServedConsole {
  url: string
  close(): Promise<void>
}

/** Serves the console on the loopback address. */
export async function serveConsole({
  port = 0,
  readNetworks,
}: ServeOptions): Promise<ServedConsole> {
  const serveFile = sirv(builtSite, { etag: true, dev: false })
  const server = createServer((request, response) => {
    if (new URL(request.url ?? '/', 'http://console').pathname !== '/networks.json') {
      serveFile(request, response)
      return
    }
    readNetworks().then(
      (networks) => {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(JSON.stringify(networks))
      },
      (error) => {
        response.writeHead(500, { 'content-type': 'text/plain' })
        response.end(String(error))
      },
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)))
        server.closeAllConnections()
      }),
  }
}
