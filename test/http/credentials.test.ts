import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPublicClient, zeroAddress } from 'viem'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkRelay } from '../../cli/doctor/checkEndpoints.ts'
import { checkPeer } from '../../cli/doctor/checkPeer.ts'
import { connect } from '../../client/connect.ts'
import { uploadSubgraph } from '../../deploy/subgraph/uploadSubgraph.ts'
import { nodeTransport } from '../../http/nodeTransport.ts'
import { readSigner } from '../../keys/index.ts'

let server: Server
let url: string
let seen: (string | undefined)[]

beforeEach(async () => {
  seen = []
  server = createServer((request, response) => {
    seen.push(request.headers.authorization)
    response.writeHead(400).end('{}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://user:p%40ss%E8%AA%9E@127.0.0.1:${(server.address() as AddressInfo).port}/path`
})

afterEach(() => server.close())

/** What asks at a URL that users give. */
const asking: Record<string, () => Promise<unknown>> = {
  'a node': () => connect(url, 1),
  'a node that gets transactions': () =>
    createPublicClient({ transport: nodeTransport(url, { retryCount: 0 }) }).getChainId(),
  'a remote signer': () => readSigner({ signer: url, from: zeroAddress }, {}),
  'a peer, of doctor': () =>
    checkPeer('peer', { url, token: undefined, variable: undefined, timeoutMs: 5_000 }),
  'a relay, of doctor': () => checkRelay(url, 1, 5_000),
  'graph-node and its IPFS': async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gimbal-upload-'))
    await writeFile(join(folder, 'subgraph.yaml'), 'schema: { file: subgraph.yaml }')
    return uploadSubgraph(folder, 'a', { adminUrl: url, ipfsUrl: url }).finally(() =>
      rm(folder, { recursive: true }),
    )
  },
}

describe('splitCredentials', () => {
  test.each(Object.entries(asking))(
    'behavior: user and password of a URL reach %s',
    async (_, ask) => {
      const failure = await ask().catch((error) => error)
      expect(String((failure as Error | undefined)?.message)).not.toContain('p%40ss')
      expect(seen.length).toBeGreaterThan(0)
      const expected = `Basic ${Buffer.from('user:p@ss語').toString('base64')}`
      expect(seen).toEqual(seen.map(() => expected))
    },
  )
})
