import { createServer, type Server } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { listen } from '../../../bot/listen.ts'
import { type SignServer, startSignServer } from '../../../bot/sign/startSignServer.ts'
import { checkPeer } from '../../../cli/doctor/checkPeer.ts'

const servers: (SignServer | Server)[] = []
const told: unknown[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections()
    await server.close()
  }
})

async function startPeer(token?: string): Promise<string> {
  const server = await startSignServer({
    port: 0,
    token,
    answer: async (report) => {
      told.push(report)
      return { type: 'unknown' }
    },
    onError: (error) => void told.push(error),
  })
  servers.push(server)
  return server.url
}

/** Answers with one status after the other; 0: not at all. */
async function startOther(...statuses: number[]): Promise<string> {
  const server = createServer((_, response) => {
    const status = statuses.length > 1 ? statuses.shift() : statuses[0]
    if (status !== 0) response.writeHead(status ?? 500, { location: '/' }).end('hunter2')
  })
  servers.push(server)
  return `${await listen(server, 'http', '127.0.0.1', 0)}/v1/sign`
}

const check = (url: string, token?: string) =>
  checkPeer('peer 1', {
    url,
    token,
    timeoutMs: 500,
    variable: token === undefined ? undefined : 'PEER_TOKEN',
  })

describe('checkPeer', () => {
  test('default: a replica that answers, with and without a token, and is asked to sign nothing', async () => {
    const open = await startPeer()
    const { origin } = new URL(open)
    expect(await check(open)).toEqual({ name: 'peer 1', isOk: true, detail: `${origin} answers` })
    const { detail, isOk } = await check(await startPeer('token-a'), 'token-a')
    expect({ detail, isOk }).toMatchObject({
      isOk: true,
      detail: expect.stringMatching(/answers, and takes the token$/),
    })
    expect(told).toEqual([])
  })

  test('behavior: behind something that answers otherwise, the token is not judged', async () => {
    const { detail, isOk } = await check(await startOther(405, 503), 'token-a')
    expect(isOk).toBe(true)
    expect(detail).toMatch(/answers; whether it takes the token is not known/)
  })

  test.each<[string, () => Promise<string>, string | undefined, RegExp]>([
    [
      'a wrong token',
      () => startPeer('token-a'),
      'token-b',
      /not take the token in PEER_TOKEN; ask/,
    ],
    ['no token', () => startPeer('token-a'), undefined, /wants a token; name its environment/],
    ['another path', async () => `${await startPeer()}s`, undefined, /status 404.*; correct url/],
    ['something else', () => startOther(200), undefined, /status 200.* with 405; correct url/],
    ['a redirection', () => startOther(302), undefined, /does not answer within 500 ms; start it/],
    ['nobody there', async () => 'http://127.0.0.1:9/v1/sign', undefined, /does not answer/],
    ['silence', () => startOther(0), undefined, /does not answer within 500 ms; start it/],
  ])('error: %s', async (_, start, token, message) => {
    const { detail, isOk } = await check(await start(), token)
    expect(isOk).toBe(false)
    expect(detail).toMatch(message)
    expect(detail).not.toMatch(/hunter2|token-/)
    expect(told).toEqual([])
  })
})
