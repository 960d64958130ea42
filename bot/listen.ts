import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ListenError } from './errors.ts'

/**
 * Begins to listen; port 0 takes a free one. Returns where, without a path.
 *
 * @param setting - The place of the configuration that names host and port.
 * @throws ListenError
 */
export async function listen(
  server: Server,
  setting: string,
  host: string,
  port: number,
): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve)
  }).catch((cause) => {
    throw new ListenError(setting, host, port, cause)
  })
  const { port: chosenPort } = server.address() as AddressInfo
  return `http://${host.includes(':') ? `[${host}]` : host}:${chosenPort}`
}

/** Resolves when the last answer is sent. Connections that wait for another request are not waited for. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
}
