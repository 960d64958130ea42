import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createLog } from '../../../bot/log.ts'
import { createNotifier, type Receiver } from '../../../bot/notify/createNotifier.ts'
import type { Notice } from '../../../bot/notify/notice.ts'

interface Answer {
  status: number
  headers?: Record<string, string>
}

/** A webhook that gives the chosen answers, and then 204. */
async function startWebhook(answers: Answer[] = []) {
  const got: { text: string; authorization: string | undefined }[] = []
  const server = createServer(async (request, response) => {
    const { text } = JSON.parse((await request.toArray()).join(''))
    const { status, headers } = answers.shift() ?? { status: 204 }
    if (status < 300) got.push({ text, authorization: request.headers.authorization })
    response.writeHead(status, headers).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { got, port: (server.address() as AddressInfo).port }
}

function createTold(receivers: Pick<Receiver, 'url'>[], about: Receiver['about'] = ['alarms']) {
  const lines: string[] = []
  const log = createLog({ destination: { write: (line: string) => void lines.push(line) } })
  const notifier = createNotifier({
    receivers: receivers.map(({ url }) => ({ url, form: 'json', about })),
    log,
    firstWaitMs: 1,
    drainMs: 20_000,
  })
  return { notifier, lines }
}

const alarm = (text: string): Notice => ({ event: 'alarm', text, replica: 'a', condition: 'index' })

describe('createNotifier', () => {
  test('default: notices arrive in their order, with the credentials of the URL', async () => {
    const { got, port } = await startWebhook()
    const { notifier } = createTold([{ url: `http://user:p%40ss@127.0.0.1:${port}/hook` }])
    for (const text of ['one', 'two', 'three']) notifier.tell(alarm(text))
    await notifier.close()
    const authorization = `Basic ${btoa('user:p@ss')}`
    expect(got).toEqual(['one', 'two', 'three'].map((text) => ({ text, authorization })))
  })

  test('behavior: a post that fails for a passing reason is repeated, and Retry-After is obeyed', async () => {
    const { got, port } = await startWebhook([
      { status: 503 },
      { status: 429, headers: { 'retry-after': '1' } },
    ])
    const { notifier } = createTold([{ url: `http://127.0.0.1:${port}/` }])
    const beginMs = performance.now()
    notifier.tell(alarm('one'))
    await notifier.close()
    expect(got.map(({ text }) => text)).toEqual(['one'])
    expect(performance.now() - beginMs).toBeGreaterThan(990)
  })

  test('behavior: a refusal is final, is logged without the URL, and does not delay other receivers', async () => {
    const wrong = await startWebhook([{ status: 404 }])
    const right = await startWebhook()
    const { notifier, lines } = createTold([
      { url: `http://127.0.0.1:${wrong.port}/SECRET` },
      { url: `http://127.0.0.1:${right.port}/` },
    ])
    notifier.tell(alarm('one'))
    notifier.tell(alarm('two'))
    await notifier.close()
    expect(wrong.got.map(({ text }) => text)).toEqual(['two'])
    expect(right.got.map(({ text }) => text)).toEqual(['one', 'two'])
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('it answers with HTTP status 404')
    expect(lines[0]).not.toContain('SECRET')
  })

  test('behavior: each receiver gets the subjects that it asked for', async () => {
    const { got, port } = await startWebhook()
    const { notifier } = createTold([{ url: `http://127.0.0.1:${port}/` }], ['proposals'])
    notifier.tell(alarm('one'))
    notifier.tell({ event: 'proposal-over', text: 'two', proposalId: '7', state: 'defeated' })
    await notifier.close()
    expect(got.map(({ text }) => text)).toEqual(['two'])
  })

  test('behavior: the end does not wait for a receiver that never answers', async () => {
    const lines: string[] = []
    const notifier = createNotifier({
      receivers: [{ url: 'http://127.0.0.1:9/', form: 'json', about: ['alarms'] }],
      log: createLog({ destination: { write: (line: string) => void lines.push(line) } }),
      drainMs: 50,
    })
    notifier.tell(alarm('one'))
    await notifier.close()
    expect(lines.join('')).toContain('notice-lost')
  })
})
