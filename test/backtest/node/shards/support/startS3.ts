import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import { isSigned } from './checkSignature.ts'

/** The variables of the environment under which a store finds a server. */
export interface S3 {
  env: Record<string, string>
  stop(): Promise<void>
}

const SECRET = 'S3RVER'

/** Starts an S3-compatible server with one bucket, `backtests`. It does not check signatures of version 4: what is before it does. */
export async function startS3(): Promise<S3> {
  const directory = await mkdtemp(join(tmpdir(), 'gimbal-s3-'))
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    allowMismatchedSignatures: false,
    configureBuckets: [{ name: 'backtests', configs: [] }],
  })
  const inner = await server.run()
  const outer = await startGate(inner.port)
  const { port } = outer.address() as AddressInfo
  return {
    env: {
      AWS_ACCESS_KEY_ID: 'S3RVER',
      AWS_SECRET_ACCESS_KEY: SECRET,
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    },
    async stop() {
      outer.closeAllConnections()
      outer.close()
      await once(outer, 'close')
      await server.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** Lets through what is signed as it should be. */
async function startGate(port: number): Promise<Server> {
  const gate = createServer((incoming, answer) => {
    const { method = '', url = '', headers } = incoming
    const signed = headers as Record<string, string | undefined>
    if (!isSigned({ method, url, headers: signed }, SECRET)) {
      incoming.resume()
      answer.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>')
      return
    }
    const options = { host: '127.0.0.1', port, method, path: url, headers }
    const outgoing = send(options, (response) => {
      answer.writeHead(response.statusCode ?? 500, response.headers)
      response.pipe(answer)
    })
    outgoing.on('error', () => answer.destroy())
    incoming.pipe(outgoing)
  })
  gate.listen(0, '127.0.0.1')
  await once(gate, 'listening')
  return gate
}
