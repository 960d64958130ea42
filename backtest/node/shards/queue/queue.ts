// Method:   jobs of pg-boss. A worker says every few seconds that it lives; of one that does not, the job comes back and goes to
//           another one. An outcome lies in the store, not in the queue: a job that is run twice writes the same bytes twice.
// Special:  a job comes back at most 20 times, so that one which ends every worker (no memory) does not go round for ever.

import { PgBoss } from 'pg-boss'
import { QueueError } from '../errors.ts'

export const QUEUE = 'gimbal-backtest'

/** One job: some shards of one run, by their ids. */
export interface ShardJob {
  /** Names the run's document in the store. */
  run: string
  /** `main/band-2.5`, ... */
  shards: readonly string[]
}

/** What a worker leaves of a job that no other could run either. */
export interface JobOutput {
  failure?: { code: string; message: string } | undefined
}

/** pg-boss takes no less. */
const HEARTBEAT_SEC = 10
const REFRESH_SEC = 3
/** Of one job; a rule over years of minutes takes minutes. */
const EXPIRE_SEC = 12 * 3_600
const RETRIES = 20

export const workOptions = {
  batchSize: 1,
  pollingIntervalSeconds: 0.5,
  heartbeatRefreshSeconds: REFRESH_SEC,
} as const

/**
 * Connects to the queue, and makes it where it is not there yet.
 *
 * @param url - Of any Postgres database; its user may make a schema. It is in no message.
 * @throws QueueError if the database does not answer.
 */
export async function openQueue(url: string): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'gimbal-backtest',
    max: 4,
    schedule: false,
    // Who notices that a worker is lost is whoever looks first: any worker, or the one that waits.
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
    useListenNotify: false,
  })
  // Without a listener a lost connection would end the process; what fails for good fails in a call.
  boss.on('error', () => {})
  try {
    await boss.start()
    await boss.createQueue(QUEUE, {
      heartbeatSeconds: HEARTBEAT_SEC,
      expireInSeconds: EXPIRE_SEC,
      retryLimit: RETRIES,
      retryDelay: 1,
    })
    return boss
  } catch (cause) {
    await boss.stop({ graceful: false }).catch(() => {})
    const { code } = cause as { code?: string }
    throw new QueueError(
      `the queue's database does not answer (${code ?? (cause as Error).name}); look at the URL, and whether its user may make a schema`,
      { cause },
    )
  }
}
