import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { LOCALHOST } from './choosePort.ts'

/**
 * graph-node does not start without an IPFS endpoint, though with files on its disk it never fetches from one.
 * This one has no file, and says so.
 */
export async function startIpfs(port: number): Promise<Server> {
  const server = createServer((request, response) => {
    response.statusCode = request.method === 'HEAD' ? 412 : 404
    response.end()
  })
  server.listen(port, LOCALHOST)
  await once(server, 'listening')
  return server
}
