import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { examineUrl, findOrigin } from '../../../web/network/examineUrl.ts'

describe('examineUrl', () => {
  test.each([
    ['https://rpc.example/v1/key', 'https:'],
    ['https://rpc.example/v1/key', 'http:'],
    ['http://127.0.0.1:8545', 'http:'],
    ['http://localhost:8545/', 'http:'],
  ])('default: %s on a page of %s has no fault and no warning', (url, protocol) => {
    expect(examineUrl(url, protocol)).toEqual({ fault: undefined, warnings: [] })
  })

  test.each([
    ['http://rpc.example', 'http:', /anybody can read and change/],
    ['http://127.0.0.1:8545', 'https:', /some browsers ask you first/],
    ['https://name:word@rpc.example', 'https:', /keeps readable/],
    ['https://:word@rpc.example', 'https:', /keeps readable/],
  ])('behavior: %s on a page of %s is warned of', (url, protocol, message) => {
    const { fault, warnings } = examineUrl(url, protocol)
    expect([fault, warnings]).toEqual([undefined, [expect.stringMatching(message)]])
  })

  test.each([
    ['', /is no http or https URL; give one/],
    ['rpc.example', /is no http or https URL/],
    ['ws://rpc.example', /is no http or https URL/],
    ['javascript:alert(1)', /is no http or https URL/],
    ['http://rpc.example', /browsers refuse to a page that came by https; give https/],
    ['https://%zz@rpc.example', /% that begins no encoded UTF-8/],
    ['http://[::1]:8545', /no content security policy can name/],
    ['https://*/', /no content security policy can name/],
    ['https://*.example/', /no content security policy can name/],
    ['https://a;script-src/', /no content security policy can name/],
    ["https://a,'self'/", /no content security policy can name/],
  ])('error: %s', (url, message) => {
    expect(examineUrl(url, 'https:').fault).toMatch(message)
  })

  test('behavior: no part of a URL is told, which may be a key', () => {
    const text = fc.string({ minLength: 8 }).map((part) => `https://host-zq/${part}`)
    fc.assert(
      fc.property(fc.oneof(text, fc.webUrl(), fc.string({ minLength: 8 })), (url) => {
        const { fault = '', warnings } = examineUrl(url, 'https:')
        const told = `${fault} ${warnings.join(' ')}`
        if (url.length >= 12) expect(told).not.toContain(url)
        expect(told).not.toContain('host-zq')
      }),
    )
  })
})

describe('findOrigin', () => {
  test('behavior: whatever a URL is, it adds one source to a policy, and no directive', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl(), fc.string(), fc.domain()), (text) => {
        const url = URL.parse(/^https?:/.test(text) ? text : `https://${text}`)
        if (url === null) return
        const origin = findOrigin(url.href)
        if (origin === undefined) return
        expect(origin).toMatch(/^https?:\/\/[A-Za-z0-9._-]+(:\d+)?$/)
      }),
      { numRuns: 1_000 },
    )
  })
})
