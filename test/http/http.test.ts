import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { httpUrlSetting } from '../../files/settings.ts'
import { boundRetryAfter } from '../../http/boundRetryAfter.ts'
import { findHeldUrlFault, findUrlFault } from '../../http/findUrlFault.ts'
import { isPassingStatus } from '../../http/isPassingStatus.ts'
import { isPassingText } from '../../http/isPassingText.ts'
import { readRetryAfterMs } from '../../http/readRetryAfterMs.ts'
import { splitCredentials } from '../../http/splitCredentials.ts'

describe('splitCredentials', () => {
  test('default', () => {
    expect(splitCredentials('http://user:p%40ss@127.0.0.1:80/a?b=c')).toEqual({
      url: 'http://127.0.0.1/a?b=c',
      headers: { authorization: `Basic ${btoa('user:p@ss')}` },
    })
    expect(splitCredentials('https://host/a')).toEqual({ url: 'https://host/a', headers: {} })
  })

  test('behavior: a user alone, a password alone, and letters beyond ASCII', () => {
    expect(splitCredentials('http://user@host/').headers.authorization).toBe(
      `Basic ${btoa('user:')}`,
    )
    expect(splitCredentials('http://:pass@host/').headers.authorization).toBe(
      `Basic ${btoa(':pass')}`,
    )
    expect(splitCredentials('http://ü:ß@host/').headers.authorization).toBe('Basic w7w6w58=')
    expect(splitCredentials('http://日本:語@host/').headers.authorization).toBe(
      'Basic 5pel5pysOuiqng==',
    )
  })

  test('behavior: needs nothing that browsers lack', () => {
    vi.stubGlobal('Buffer', undefined)
    onTestFinished(() => void vi.unstubAllGlobals())
    expect(splitCredentials('http://a:b@host/').headers.authorization).toBe('Basic YTpi')
  })

  test.each(['http://u:100%@host/key', 'http://%zz@host/key', 'http://u:p%E4@host/key'])(
    'error: %s',
    (url) => {
      const told =
        'a user or password with a % that begins no encoded UTF-8; write %25 for a % sign'
      expect(() => splitCredentials(url)).toThrow(`the URL of host has ${told}`)
      expect(findUrlFault(url)).toBe(`has ${told}`)
      expect(findHeldUrlFault(url)).toBe(`holds a URL that has ${told}`)
      expect(httpUrlSetting.safeParse(url).error?.issues[0]?.message).toBe(`has ${told}`)
    },
  )
})

describe('findUrlFault', () => {
  test('default', () => {
    expect(findUrlFault('https://u:p%25@host/')).toBeUndefined()
    expect(findHeldUrlFault('http://host')).toBeUndefined()
  })

  test('error: no URL, and one of another scheme', () => {
    for (const text of ['', 'host:80', 'ws://host', 'https//host', 'file:///a']) {
      expect(findUrlFault(text)).toBe('is no http or https URL; give one')
      expect(findHeldUrlFault(text)).toBe('holds no http or https URL; set it')
    }
  })
})

describe('isPassingStatus', () => {
  test('default', () => {
    expect([408, 425, 429, 500, 503].map(isPassingStatus)).toEqual(Array(5).fill(true))
    expect([200, 301, 400, 401, 403, 404, 410].map(isPassingStatus)).toEqual(Array(7).fill(false))
  })
})

describe('readRetryAfterMs', () => {
  const nowMs = Date.parse('Wed, 21 Oct 2015 07:28:00 GMT')

  test('default', () => {
    expect(readRetryAfterMs('60', nowMs)).toBe(60_000)
    expect(readRetryAfterMs('Wed, 21 Oct 2015 07:29:30 GMT', nowMs)).toBe(90_000)
  })

  test('behavior: a time in the past means no wait, and an invalid time is ignored', () => {
    expect(readRetryAfterMs('Wed, 21 Oct 2015 07:27:00 GMT', nowMs)).toBe(0)
    expect(readRetryAfterMs(null, nowMs)).toBeUndefined()
    expect(readRetryAfterMs('-5', nowMs)).toBeUndefined()
    expect(readRetryAfterMs('soon', nowMs)).toBeUndefined()
  })
})

describe('isPassingText', () => {
  test('default: failures of a service pass, its objections to the query are final', () => {
    const passing = [
      'request failed',
      'Unexpected error.',
      'Internal server error',
      'query timed out',
      'Timeout',
      'Store error: database unavailable',
      'service is overloaded and can not run the query right now. Please try again in a few minutes',
      'PersistedQueryNotFound',
      'bad indexers: {0xabc: BadResponse(503)}',
      'connect ECONNREFUSED 127.0.0.1:3306',
    ]
    expect(passing.filter((text) => !isPassingText(text))).toEqual([])
    const final = [
      'Cannot query field "timeout" on type "Vote".',
      'Unknown argument "id_in" on field "Query.messages".',
      'Syntax Error: Expected Name, found "}".',
      'The `first` argument must not be greater than 1000',
      'Variable "$first" got invalid value 1.5; Int cannot represent non-integer value: 1.5',
      'unauthorized',
      'something that nobody knows',
      '',
    ]
    expect(final.filter(isPassingText)).toEqual([])
  })
})

describe('boundRetryAfter', () => {
  test('default: a wait within the bound stays, a longer one goes, and the answer stays', async () => {
    const serve = (seconds: string): typeof fetch =>
      boundRetryAfter(60_000, async () => {
        const headers = { 'retry-after': seconds, 'x-other': 'stays' }
        return new Response('slow down', { status: 429, headers })
      })
    const near = await serve('60')('http://node.local')
    expect(near.headers.get('retry-after')).toBe('60')
    const far = await serve('61')('http://node.local')
    expect(Object.fromEntries(far.headers)).toMatchObject({ 'x-other': 'stays' })
    expect([far.headers.get('retry-after'), far.status, await far.text()]).toEqual([
      null,
      429,
      'slow down',
    ])
  })
})
