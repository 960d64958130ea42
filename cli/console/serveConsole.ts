import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import sirv from 'sirv'
import { ConsolePortError } from './errors.ts'
import { chooseCaching, createHeaders } from './headers.ts'
import { builtSite, NETWORKS_FILE, readPolicy } from './site.ts'

const LOOPBACK = '127.0.0.1'
/**
 * Taken if it is free and no other was asked for: a browser keeps a visitor's settings by host and port, so that they are
 * there again the next time.
 */
const USUAL_PORT = 4462

export interface ServeOptions {
  /** The usual one without it, or a free one where that is taken. */
  port?: number | undefined
  /** The built console; that of this project without it. */
  folder?: string
  /** The networks of the page, in the form of gimbal.yaml; asked for at each request. */
  readNetworks: () => Promise<object>
}

/** A console that is served. */
export interface ServedConsole {
  url: string
  close(): Promise<void>
}

/**
 * Serves the console on the loopback address, to this machine only.
 *
 * @throws ConsoleNotBuiltError, ConsolePortError
 */
export async function serveConsole(options: ServeOptions): Promise<ServedConsole> {
  const { port: asked, folder = builtSite, readNetworks } = options
  const headers = createHeaders(await readPolicy(folder))
  const serveFile = sirv(folder, {
    etag: true,
    // Looks at the folder at each request: one that is built anew meanwhile is served as it is then.
    dev: true,
    setHeaders: (response, path) => {
      response.setHeader('cache-control', chooseCaching(path))
    },
  })
  let port = 0

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value as string)
    const { method = '', url = '/' } = request
    // A page of elsewhere whose name was made to lead here (DNS rebinding) names itself as the host.
    if (!isOwnHost(request.headers.host, port)) {
      refuse(response, 421, `this console is http://${LOOPBACK}:${port}/ and answers to no other`)
      return
    }
    if (method !== 'GET' && method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD')
      refuse(response, 405, 'files are read here, and nothing else')
      return
    }
    if (url.split('?', 1)[0] === `/${NETWORKS_FILE}`) {
      void sendNetworks(response, readNetworks)
      return
    }
    serveFile(request, response, () => refuse(response, 404, 'there is no such file'))
  }
  const server = createServer(answer)
  const listen = (at: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(at, LOOPBACK, () => {
        server.off('error', reject)
        resolve()
      })
    })
  await listen(asked ?? USUAL_PORT).catch((cause) => {
    if (asked === undefined) return listen(0)
    throw new ConsolePortError(asked, { cause })
  })
  port = (server.address() as AddressInfo).port
  return {
    url: `http://${LOOPBACK}:${port}/`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)))
        server.closeAllConnections()
      }),
  }
}

function isOwnHost(host: string | undefined, port: number): boolean {
  return [LOOPBACK, 'localhost', '[::1]'].some((name) => host === `${name}:${port}`)
}

async function sendNetworks(
  response: ServerResponse,
  readNetworks: () => Promise<object>,
): Promise<void> {
  response.setHeader('cache-control', 'no-cache')
  try {
    const text = JSON.stringify(await readNetworks())
    response.writeHead(200, { 'content-type': 'application/json' }).end(text)
  } catch (error) {
    refuse(response, 500, error instanceof Error ? error.message : String(error))
  }
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${reason}\n`)
}
