import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createPublicClient } from 'viem'
import { describe, expect, onTestFinished, test } from 'vitest'
import { connect } from '../../client/connect.ts'
import { describeNodeFailure } from '../../http/explainNodeFailure.ts'
import { nodeTransport } from '../../http/nodeTransport.ts'

const KEY = 'dGhlIGtleQ'

/** A node's URL that holds a key, and one part that is not shown in any message. */
async function startNode(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://user:${KEY}@127.0.0.1:${(server.address() as AddressInfo).port}/v2/${KEY}`
}

function answerWith(status: number, body: string, type = 'text/plain'): RequestListener {
  return (_, response) => response.writeHead(status, { 'content-type': type }).end(body)
}

function refuseWith(status: number, code: number, message: string): RequestListener {
  const answer = { jsonrpc: '2.0', id: 0, error: { code, message } }
  return answerWith(status, JSON.stringify(answer), 'application/json')
}

async function describeAnswer(answer: RequestListener): Promise<string | undefined> {
  const url = await startNode(answer)
  const transport = nodeTransport(url, { retryCount: 0, timeout: 500 })
  const error = await createPublicClient({ transport })
    .getBlockNumber()
    .catch((cause) => cause)
  const message = describeNodeFailure(error, url)
  expect(message ?? '').not.toContain(KEY)
  const { host } = new URL(url)
  return message?.replace(host, 'HOST')
}

describe('describeNodeFailure', () => {
  test.each<[string, RequestListener, RegExp]>([
    ['a key that is none', answerWith(401, `no ${KEY}`), /\(status 401\); correct the key/],
    ['a key without a right', refuseWith(403, -32600, 'no'), /\(status 403\); correct the key/],
    ['another path', answerWith(404, 'none'), /no node there \(status 404\); correct its URL/],
    ['haste', answerWith(429, '{}'), /no more requests for now \(status 429\); wait a minute/],
    ['a limit', refuseWith(200, -32005, 'daily request count exceeded'), /\(error -32005\); wait/],
    ['a limit in words', refuseWith(200, -32000, 'Rate limit reached'), /\(error -32000\); wait/],
    ['trouble', answerWith(502, '<html>'), /fails for now \(status 502\); try again later/],
    ['a page', answerWith(200, '<html>', 'text/html'), /no JSON-RPC, .*; correct its URL/],
    ['silence', () => {}, /does not answer in time; try again/],
    ['an end', (request) => request.socket.destroy(), /answer \(connection closed\); start it/],
  ])('default: %s', async (_, answer, wanted) => {
    const message = await describeAnswer(answer)
    expect(message).toMatch(/^the node at HOST /)
    expect(message).toMatch(wanted)
  })

  test('behavior: what a node answers about the request is no failure of it', async () => {
    expect(await describeAnswer(refuseWith(200, 3, 'execution reverted'))).toBeUndefined()
    expect(await describeAnswer(refuseWith(400, -32000, 'insufficient funds'))).toBeUndefined()
    expect(describeNodeFailure(new Error('none of it'))).toBeUndefined()
  })
})

describe('connect', () => {
  test('error: nobody there, and JSON of something else', async () => {
    // A port that platforms refuse to ask at, and one where nobody listens any more.
    await expect(connect(`http://127.0.0.1:9/${KEY}`, 1)).rejects.toThrow(
      'the node at 127.0.0.1:9 does not answer; start it, or give another',
    )
    const gone = createServer().listen(0, '127.0.0.1')
    await once(gone, 'listening')
    const { port } = gone.address() as AddressInfo
    gone.close()
    await expect(connect(`http://127.0.0.1:${port}/${KEY}`, 1)).rejects.toThrow(
      `the node at 127.0.0.1:${port} does not answer (connection refused); start it, or give another`,
    )
    const busy = await startNode((_, response) => {
      response.writeHead(429, { 'retry-after': '3600' }).end()
    })
    await expect(connect(busy, 1)).rejects.toThrow(/no more requests for now \(status 429\); wait/)
    const url = await startNode(answerWith(200, '{"hello":1}', 'application/json'))
    await expect(connect(url, 1)).rejects.toThrow(/answers with no JSON-RPC.*; correct its URL$/)
  })
})
