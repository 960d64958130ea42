import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startQueue } from '../../../../../cli/backtest/shards/startQueue.ts'

/** Starts the embedded Postgres in a folder of its own. */
export async function startDatabase(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-queue-test-'))
  // Postgres may run as another user.
  await chmod(folder, 0o711)
  const queue = await startQueue(folder, new AbortController().signal)
  return {
    url: queue.url,
    async stop() {
      await queue.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
