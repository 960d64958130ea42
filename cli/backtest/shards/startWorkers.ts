import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { locateModule } from '../../../files/installation.ts'
import { ChildPart } from '../../../stack/local/childPart.ts'
import { QUEUE_VARIABLE } from './readPlace.ts'

const entry = fileURLToPath(locateModule('cli/index'))

/** Worker processes of this machine. */
export interface Workers {
  /** Rejects with the last lines of one when none is left. */
  lost: Promise<never>
  stop(): Promise<void>
}

/** Starts `gimbal backtest work` some times; the processes do not outlive this one. */
export async function startWorkers(
  count: number,
  { store, url, folder }: { store: string; url: string; folder: string },
): Promise<Workers> {
  const parts: ChildPart[] = []
  for (let at = 1; at <= count; at++) {
    const part = await ChildPart.start({
      name: `worker ${at}`,
      file: process.execPath,
      args: [entry, 'backtest', 'work', '--store', store],
      logFile: join(folder, `worker-${at}.log`),
      env: { [QUEUE_VARIABLE]: url },
    })
    parts.push(part)
  }
  const lost = Promise.all(parts.map(({ ended }) => ended)).then(async () => {
    throw await (parts.at(-1) as ChildPart).describeEnd()
  })
  // They end when they are stopped, and nobody listens then.
  lost.catch(() => {})
  return {
    lost,
    async stop() {
      await Promise.all(parts.map((part) => part.stop()))
    },
  }
}
