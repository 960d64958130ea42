import { createHash, createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { authorize } from '../../../prices/dataStreams/authorize.ts'

const credentials = { key: '6a2c4f10-0000-4000-8000-000000000000', secret: 'not a real one' }
const url = 'wss://ws.example/api/v1/ws?feedIDs=0x0003'
const NAME = 'X-Authorization-Signature-SHA256'

describe('authorize', () => {
  test('default: an HMAC over method, path with its query, empty body, key and time', () => {
    const empty = createHash('sha256').update('').digest('hex')
    const text = `GET /api/v1/ws?feedIDs=0x0003 ${empty} ${credentials.key} 1716211845123`
    expect(authorize(url, credentials, 1_716_211_845_123)).toEqual({
      Authorization: credentials.key,
      'X-Authorization-Timestamp': '1716211845123',
      [NAME]: createHmac('sha256', credentials.secret).update(text).digest('hex'),
    })
  })

  test('behavior: time, key, secret and path all count', () => {
    const base = authorize(url, credentials, 1)[NAME]
    const others = [
      authorize(url, credentials, 2),
      authorize(`${url},0x0004`, credentials, 1),
      authorize(url, { key: 'other', secret: credentials.secret }, 1),
      authorize(url, { key: credentials.key, secret: 'other' }, 1),
    ]
    expect(others.map((one) => one[NAME]).includes(base)).toBe(false)
  })
})
