import { join } from 'node:path'
import { choosePort } from '../../../stack/local/choosePort.ts'
import { formatPostgresUrl, startPostgres } from '../../../stack/local/startPostgres.ts'

/** A queue's database of this machine. */
export interface OwnQueue {
  url: string
  stop(): Promise<void>
}

/**
 * Starts the Postgres that comes with the program, for one run.
 *
 * @param folder - Of this process; others may pass through it.
 */
export async function startQueue(folder: string, signal: AbortSignal): Promise<OwnQueue> {
  const port = await choosePort('Postgres', undefined)
  const logFile = join(folder, 'postgres.log')
  const part = await startPostgres({ port, dataDir: folder, logFile, signal })
  return { url: formatPostgresUrl(port), stop: () => part.stop() }
}
