import { describe, expect, test } from 'vitest'
import { isPassingStatus } from '../../http/isPassingStatus.ts'
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

  test('behavior: a time that is over is no wait, and what is no time says nothing', () => {
    expect(readRetryAfterMs('Wed, 21 Oct 2015 07:27:00 GMT', nowMs)).toBe(0)
    expect(readRetryAfterMs(null, nowMs)).toBeUndefined()
    expect(readRetryAfterMs('-5', nowMs)).toBeUndefined()
    expect(readRetryAfterMs('soon', nowMs)).toBeUndefined()
  })
})
