import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { BotConfig } from '../../../bot/config.ts'
import { createConditions } from '../../../bot/health/conditions.ts'
import { createMetrics } from '../../../bot/health/metrics.ts'
import { startHealthServer } from '../../../bot/health/startHealthServer.ts'
import { closeServer, listen } from '../../../bot/listen.ts'
import { checkHealth, checkPorts, isReplicaAt } from '../../../cli/doctor/checkPorts.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const host = '127.0.0.1'
const createPorts = (httpPort: number, signPort?: number, hasReporter = true) =>
  ({
    http: { host, port: httpPort },
    ...(signPort !== undefined && { sign: { host, port: signPort } }),
    ...(hasReporter && { reporter: { key: { variable: 'KEY' } } }),
  }) as BotConfig

async function occupy(text = '{}'): Promise<number> {
  const server: Server = createServer((_, response) => void response.end(text))
  await listen(server, 'http', host, 0)
  closing.push(() => closeServer(server))
  return (server.address() as AddressInfo).port
}

/** The health of a replica, with something wrong for as long as an alarm takes. */
async function startHealth(problem?: string, isAlarm = false): Promise<number> {
  let nowMs = 0
  const conditions = createConditions({ alarmAfterMs: 10, now: () => nowMs, onAlarm: () => {} })
  conditions.set('quorum', problem)
  if (isAlarm) nowMs = 10
  conditions.review()
  const { registry } = createMetrics()
  const alive = { isLive: () => true, isRunning: () => true }
  const health = await startHealthServer({ host, port: 0, registry, conditions, ...alive })
  closing.push(health.close)
  return Number(new URL(health.url).port)
}

describe('checkPorts', () => {
  test('default: ports that are free, and free again afterwards', async () => {
    const port = await occupy()
    await closing.pop()?.()
    for (let times = 0; times < 2; times++) {
      expect(await checkPorts(createPorts(port, 0), false)).toEqual([
        { name: 'http', isOk: true, detail: `port ${port} of ${host} is free` },
        { name: 'sign', isOk: true, detail: `a free port of ${host} is chosen at the start` },
      ])
    }
  })

  test('behavior: those of this replica are in use while it runs', async () => {
    const [http, sign] = [await startHealth(), await occupy()]
    expect(await isReplicaAt({ host, port: http })).toBe(true)
    const checks = await checkPorts(createPorts(http, sign), true)
    expect(checks.map(({ isOk }) => isOk)).toEqual([true, true])
  })

  test('behavior: without a reporter nothing is signed', async () => {
    const [, sign] = await checkPorts(createPorts(0, await occupy(), false), false)
    expect(sign).toMatchObject({ isOk: true, detail: 'stays closed, as there is no reporter' })
  })

  test('error: somebody else has them', async () => {
    const ports = [await occupy(), await occupy('{"isLive":1}')] as const
    expect(await isReplicaAt({ host, port: ports[0] })).toBe(false)
    expect(await isReplicaAt({ host, port: ports[1] })).toBe(false)
    const checks = await checkPorts(createPorts(...ports), false)
    expect(checks.map(({ isOk }) => isOk)).toEqual([false, false])
    for (const { detail } of checks)
      expect(detail).toMatch(
        /is in use by another program.*; end that one, or give another (http|sign)\.port$/,
      )
  })

  test('error: a replica that runs has closed its port', async () => {
    const port = await occupy()
    await closing.pop()?.()
    const [, sign] = await checkPorts(createPorts(0, port), true)
    expect(sign).toMatchObject({
      isOk: false,
      detail: expect.stringMatching(/is closed, and this replica runs; restart it/),
    })
  })
})

describe('checkHealth', () => {
  test('default: a replica that is ready', async () => {
    const port = await startHealth()
    expect(await checkHealth({ host, port })).toEqual({
      name: 'health',
      isOk: true,
      detail: 'ready',
    })
    // One that listens everywhere is asked here.
    expect((await checkHealth({ host: '0.0.0.0', port })).isOk).toBe(true)
  })

  test('behavior: a problem that has just begun is shown, and is not counted as a fault', async () => {
    const { isOk, detail } = await checkHealth({ host, port: await startHealth('1 signature') })
    expect({ isOk, detail }).toEqual({ isOk: true, detail: 'ready; quorum: 1 signature' })
  })

  test('error: an alarm, and an invalid answer', async () => {
    const alarm = await checkHealth({ host, port: await startHealth('1 signature', true) })
    expect(alarm).toMatchObject({ isOk: false })
    expect(alarm.detail).toBe('ready; quorum: 1 signature; see docs/runbook.md')
    const none = await checkHealth({ host, port: await occupy() })
    expect(none).toEqual({
      name: 'health',
      isOk: false,
      detail: 'its /ready is no answer; see its log',
    })
  })
})
