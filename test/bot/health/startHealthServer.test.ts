import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Conditions, createConditions } from '../../../bot/health/conditions.ts'
import { createMetrics } from '../../../bot/health/metrics.ts'
import { type HealthServer, startHealthServer } from '../../../bot/health/startHealthServer.ts'

let server: HealthServer
let conditions: Conditions
let isLive: boolean
let isRunning: boolean
const metrics = createMetrics()

beforeEach(async () => {
  isLive = true
  isRunning = true
  conditions = createConditions({ alarmAfterMs: 0, now: () => 0, onAlarm: () => {} })
  server = await startHealthServer({
    host: '127.0.0.1',
    port: 0,
    registry: metrics.registry,
    conditions,
    isLive: () => isLive,
    isRunning: () => isRunning,
  })
})

afterEach(() => server.close())

async function get(path: string, method = 'GET') {
  const response = await fetch(`${server.url}${path}`, { method })
  return { status: response.status, text: await response.text() }
}

describe('startHealthServer', () => {
  test('default: live, ready and metrics', async () => {
    expect(await get('/live')).toEqual({ status: 200, text: '{"isLive":true}\n' })
    expect(await get('/ready')).toEqual({ status: 200, text: '{"isReady":true,"conditions":[]}\n' })
    metrics.balanceWei.set(7)
    const { status, text } = await get('/metrics')
    expect(status).toBe(200)
    expect(text).toMatch(/^gimbal_balance_wei 7$/m)
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m)
  })

  test('behavior: a loop that stands still is not live', async () => {
    isLive = false
    expect((await get('/live')).status).toBe(503)
  })

  test('behavior: not ready with the reasons; an alarm alone does not make it so', async () => {
    conditions.set('quorum', '1 signature')
    conditions.review()
    expect(await get('/ready')).toMatchObject({ status: 200 })
    conditions.set('index', 'stands still')
    const { status, text } = await get('/ready')
    expect(status).toBe(503)
    expect(JSON.parse(text)).toEqual({
      isReady: false,
      conditions: [
        { name: 'index', problem: 'stands still', isAlarm: false },
        { name: 'quorum', problem: '1 signature', isAlarm: true },
      ],
    })
  })

  test('behavior: not ready once the end has begun', async () => {
    isRunning = false
    expect((await get('/ready')).status).toBe(503)
  })

  test('behavior: a page may read the answers only if its origin is allowed', async () => {
    const allowedBy = async (allowedOrigins: readonly string[], origin: string) => {
      const own = await startHealthServer({
        host: '127.0.0.1',
        port: 0,
        allowedOrigins,
        registry: metrics.registry,
        conditions,
        isLive: () => isLive,
        isRunning: () => isRunning,
      })
      const { headers } = await fetch(`${own.url}/ready`, { headers: { origin } })
      await own.close()
      return [headers.get('access-control-allow-origin'), headers.get('vary')]
    }
    const page = 'https://console.example'
    expect(await allowedBy([], page)).toEqual([null, null])
    expect(await allowedBy([page], page)).toEqual([page, 'origin'])
    expect(await allowedBy([page], 'https://console.example.net')).toEqual([null, 'origin'])
    expect(await allowedBy(['loopback'], page)).toEqual([null, 'origin'])
    expect(await allowedBy(['loopback'], 'http://127.0.0.1:4173')).toEqual([
      'http://127.0.0.1:4173',
      'origin',
    ])
    expect(await allowedBy(['loopback'], 'loopback')).toEqual([null, 'origin'])
    expect(await allowedBy(['loopback'], 'http://127.0.0.1.example')).toEqual([null, 'origin'])
  })

  test('error: other paths and other methods', async () => {
    expect((await get('/')).status).toBe(404)
    expect((await get('/metrics', 'POST')).status).toBe(405)
  })
})
