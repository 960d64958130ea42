import { describe, expect, test } from 'vitest'
import {
  createRequest,
  type RequestFailure,
  type RequestOptions,
  type RequestPart,
} from '../../http/createRequest.ts'
import type { Wait } from '../../http/sleep.ts'

const url = 'http://user:p%40ss@server.local/path?key=secret'

type Answer = () => Response | Promise<Response>
const answer =
  (status: number, body = '', headers: Record<string, string> = {}): Answer =>
  () =>
    new Response(body, { status, headers })
const done = answer(200, '{"is":"done"}')
const gone: Answer = () => Promise.reject(new TypeError('fetch failed'))

class FailedError extends Error {
  readonly failure: RequestFailure

  constructor(failure: RequestFailure) {
    super(`${failure.kind} of ${failure.origin}${failure.note}`)
    this.failure = failure
  }
}

/** A server that gives these answers, the last for ever; reported waits pass at once. */
function serve(answers: readonly Answer[], options: RequestOptions = {}) {
  const asked: { url: string; headers: Headers }[] = []
  const sleeps: number[] = []
  const waits: Wait[] = []
  const request = createRequest(
    {
      fetch: async (input, init) => {
        asked.push({ url: String(input), headers: new Headers(init?.headers) })
        return (answers[asked.length - 1] ?? answers.at(-1) ?? done)()
      },
      sleep: async (waitMs) => {
        sleeps.push(waitMs)
      },
      onWait: (wait) => waits.push(wait),
      ...options,
    },
    (failure) => new FailedError(failure),
  )
  const ask = (part: Partial<RequestPart> = {}) => request({ url, ...part })
  return { ask, asked, sleeps, waits }
}

describe('createRequest', () => {
  test('default: credentials become a header, and a body is posted as JSON', async () => {
    const { ask, asked } = serve([done])
    expect(await ask({ body: { a: 1 }, headers: { 'x-api-key': 'k' } })).toEqual({ is: 'done' })
    expect(asked[0]?.url).toBe('http://server.local/path?key=secret')
    expect(Object.fromEntries(asked[0]?.headers ?? [])).toEqual({
      authorization: `Basic ${btoa('user:p@ss')}`,
      'content-type': 'application/json',
      'x-api-key': 'k',
    })
  })

  test('behavior: a request that fails for a passing reason is repeated, a final failure is not', async () => {
    for (const passing of [gone, answer(408), answer(425), answer(429), answer(500), answer(504)]) {
      const { ask, asked } = serve([passing, done])
      expect(await ask()).toEqual({ is: 'done' })
      expect(asked).toHaveLength(2)
    }
    for (const final of [400, 401, 403, 404, 410]) {
      const { ask, asked } = serve([answer(final)])
      await expect(ask()).rejects.toThrow('status of http://server.local')
      expect(asked).toHaveLength(1)
    }
  })

  test('behavior: every Retry-After is obeyed and reported', async () => {
    const busy = answer(429, '', { 'retry-after': '60' })
    const { ask, asked, sleeps, waits } = serve([busy, busy, busy, done], { retries: 1 })
    expect(await ask()).toEqual({ is: 'done' })
    expect([asked.length, sleeps]).toEqual([4, [60_000, 60_000, 60_000]])
    const wait = { origin: 'http://server.local', waitMs: 60_000, isTold: true }
    expect(waits).toEqual([wait, wait, wait])
  })

  test('error: a server that asks for more than the patience, at once or in all', async () => {
    const long = serve([answer(503, '', { 'retry-after': '301' })])
    await expect(long.ask()).rejects.toThrow(
      /status of http:\/\/server.local \(asked once in \d s, and it asks to wait 301 s\)$/,
    )
    expect(long.sleeps).toEqual([])
    const often = serve([answer(429, '', { 'retry-after': '100' })])
    await expect(often.ask()).rejects.toThrow(/asked 3 times in 20[01] s, and it asks to wait/)
    expect(often.sleeps).toEqual([100_000, 100_000])
  })

  test('error: after so many attempts, with their number; none again where no retries are allowed', async () => {
    const { ask, asked } = serve([gone], { retries: 2 })
    await expect(ask()).rejects.toThrow(/^unreachable of .* \(asked 3 times in \d s\)$/)
    expect(asked).toHaveLength(3)
    for (const once of [gone, answer(429, '', { 'retry-after': '1' })]) {
      const { ask, asked, sleeps } = serve([once], { retries: 0 })
      await expect(ask()).rejects.toThrow(/of http:\/\/server.local$/)
      expect([asked.length, sleeps]).toEqual([1, []])
    }
  })

  test('error: no JSON, which is final; the signal, which ends a wait', async () => {
    for (const body of ['', '<html>', '{']) {
      const { ask, asked } = serve([answer(200, body)])
      await expect(ask()).rejects.toThrow('no-json of http://server.local')
      expect(asked).toHaveLength(1)
    }
    const controller = new AbortController()
    const busy = answer(429, '', { 'retry-after': '60' })
    const request = createRequest(
      {
        fetch: async () => busy(),
        signal: controller.signal,
        onWait: () => queueMicrotask(() => controller.abort(new Error('stopped'))),
      },
      (failure) => new FailedError(failure),
    )
    await expect(request({ url })).rejects.toThrow('stopped')
  })

  test('behavior: a refusal is in its own words; it passes if its reader says so', async () => {
    const refuse = (isPassing: boolean) => ({
      readRefusal: (status: number) =>
        status === 200
          ? undefined
          : { isPassing, toError: (note: string) => new Error(`refused${note}`) },
    })
    const final = serve([answer(400), done])
    await expect(final.ask(refuse(false))).rejects.toThrow(/^refused$/)
    const passing = serve([answer(400), done])
    expect(await passing.ask(refuse(true))).toEqual({ is: 'done' })
  })

  test('behavior: before a repetition the result of the attempt before is checked', async () => {
    const { ask, asked } = serve([gone, done])
    expect(await ask({ recall: async () => 'known' })).toBe('known')
    expect(asked).toHaveLength(1)
    const unknown = serve([gone, done])
    expect(await unknown.ask({ recall: async () => undefined })).toEqual({ is: 'done' })
  })
})
