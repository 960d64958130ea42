import { createServer } from 'node:http'
import { z } from 'zod'
import type { StartCheck } from '../../bot/checkStart.ts'
import type { BotConfig } from '../../bot/config.ts'
import { ListenError } from '../../bot/errors.ts'
import { closeServer, listen } from '../../bot/listen.ts'
import { mend, pass } from './check.ts'

const TIMEOUT_MS = 2_000

const liveAnswer = z.object({ isLive: z.boolean() })
const readyAnswer = z.object({
  isReady: z.boolean(),
  state: z.string().optional(),
  conditions: z.array(z.object({ name: z.string(), problem: z.string(), isAlarm: z.boolean() })),
})

type Place = { host: string; port: number }

/** Whether a replica already answers at this replica's health address. */
export async function isReplicaAt({ host, port }: Place): Promise<boolean> {
  const live = port === 0 ? undefined : await getJson(host, port, '/live')
  return liveAnswer.safeParse(live).success
}

/** What a replica that runs says of itself. */
export async function checkHealth({ host, port }: Place): Promise<StartCheck> {
  const { data } = readyAnswer.safeParse(await getJson(host, port, '/ready'))
  if (data === undefined) return mend('health', 'its /ready is no answer; see its log')
  const { isReady, state, conditions } = data
  const wrong = conditions.map(({ name, problem }) => `${name}: ${problem}`)
  const standing = isReady ? 'ready' : (state ?? 'not ready')
  const what = [standing, ...wrong].join('; ')
  const isWell = isReady && conditions.every(({ isAlarm }) => !isAlarm)
  return isWell ? pass('health', what) : mend('health', `${what}; see docs/runbook.md`)
}

/** Whether a replica could listen at the ports of its configuration, or does. */
export async function checkPorts(
  { http, sign, reporter }: Pick<BotConfig, 'http' | 'sign' | 'reporter'>,
  isReplicaRunning: boolean,
): Promise<StartCheck[]> {
  const checks = [await checkPort('http', http, isReplicaRunning)]
  if (sign === undefined) return checks
  if (reporter === undefined) {
    return [...checks, pass('sign', 'stays closed, as there is no reporter')]
  }
  return [...checks, await checkPort('sign', sign, isReplicaRunning)]
}

async function checkPort(
  name: string,
  { host, port }: Place,
  isReplicaRunning: boolean,
): Promise<StartCheck> {
  if (port === 0) return pass(name, `a free port of ${host} is chosen at the start`)
  const where = `port ${port} of ${host}`
  const server = createServer()
  try {
    await listen(server, name, host, port)
    await closeServer(server)
    if (isReplicaRunning) return mend(name, `${where} is closed, and this replica runs; restart it`)
    return pass(name, `${where} is free`)
  } catch (error) {
    if (!(error instanceof ListenError)) throw error
    const { code } = error.cause as NodeJS.ErrnoException
    if (code === 'EADDRINUSE' && isReplicaRunning) return pass(name, `${where}, this replica's`)
    return mend(name, error.message.slice(`${name}: `.length))
  }
}

async function getJson(host: string, port: number, path: string): Promise<unknown> {
  const at = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  const url = `http://${at.includes(':') ? `[${at}]` : at}:${port}${path}`
  try {
    return await (await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })).json()
  } catch {
    return undefined
  }
}
