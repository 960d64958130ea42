import { Registry } from 'prom-client'
import { onTestFinished } from 'vitest'
import { startHealthServer } from '../../../bot/health/startHealthServer.ts'

/** The health server of a bot whose loop turns or not, and which is ready if it does. */
export async function openHealth(isLive: boolean): Promise<string> {
  const { url, close } = await startHealthServer({
    host: '127.0.0.1',
    port: 0,
    registry: new Registry(),
    conditions: { list: () => [], isReady: () => isLive },
    isLive: () => isLive,
    isRunning: () => true,
  })
  onTestFinished(close)
  return url
}
