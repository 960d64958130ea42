import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SubgraphUploadError } from '../../../deploy/subgraph/errors.ts'
import { uploadSubgraph } from '../../../deploy/subgraph/uploadSubgraph.ts'

/** Answers everything alike, and keeps what was asked. */
async function startAnswering(status: number, body: string) {
  const asked: { path: string | undefined; token: string | undefined }[] = []
  const server = createServer((request, response) => {
    asked.push({ path: request.url, token: request.headers.authorization })
    request.resume()
    response.statusCode = status
    response.end(body)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, asked, close: () => server.close() }
}

describe('uploadSubgraph', () => {
  let dir: string

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'gimbal-upload-'))
    await writeFile(join(dir, 'schema.graphql'), 'type A @entity { id: ID! }')
    await writeFile(join(dir, 'subgraph.yaml'), 'schema:\n  file: schema.graphql\n')
  })

  afterAll(() => rm(dir, { recursive: true, force: true }))

  const upload = async (
    [ipfsStatus, ipfsBody]: [number, string],
    [nodeStatus, nodeBody]: [number, string],
    accessToken?: string,
  ) => {
    const ipfs = await startAnswering(ipfsStatus, ipfsBody)
    const node = await startAnswering(nodeStatus, nodeBody)
    try {
      const target = { adminUrl: node.url, ipfsUrl: ipfs.url, accessToken }
      const id = await uploadSubgraph(dir, 'a/b', target)
      return { id, ipfs: ipfs.asked, node: node.asked }
    } finally {
      ipfs.close()
      node.close()
    }
  }
  const hash = JSON.stringify({ Hash: 'Qm1' })

  test('behavior: the second version finds its name taken, and a token goes to both', async () => {
    const taken = JSON.stringify({ error: { message: 'subgraph name already exists' } })
    const { id, ipfs, node } = await upload([200, hash], [200, taken], 'secret')
    expect(id).toBe('Qm1')
    expect([ipfs.length, node.length]).toEqual([2, 2])
    for (const { token } of [...ipfs, ...node]) expect(token).toBe('Bearer secret')
  })

  test('error: graph-node refuses, the URL is not IPFS, nothing answers', async () => {
    const broken = JSON.stringify({ error: { message: 'no such network' } })
    await expect(upload([200, hash], [200, broken])).rejects.toThrow(/refuses: no such network/)
    await expect(upload([200, '{}'], [200, '{}'])).rejects.toThrow(/answers without a hash/)
    await expect(upload([502, ''], [200, '{}'])).rejects.toThrow(/IPFS at .* \(status 502\)/)
    const nobody = { adminUrl: 'http://127.0.0.1:9', ipfsUrl: 'http://127.0.0.1:9' }
    await expect(uploadSubgraph(dir, 'a/b', nobody)).rejects.toThrow(SubgraphUploadError)
  })
})
