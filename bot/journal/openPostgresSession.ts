// One connection to Postgres, and what it alone may do.
//
// Method:   a session advisory lock for each sender, which the server frees when the connection ends, however the
//           process ended. Any failure of the database ends the session finally: a new connection would
//           have to take the locks again, and somebody else may have worked in between. The bot starts again instead.

import pg from 'pg'
import { type Address, getAddress, keccak256, toHex } from 'viem'
import { BaseError } from '../../core/index.ts'
import { describeFailure } from '../describeFailure.ts'
import { JournalUnavailableError } from './errors.ts'
import type { Sender } from './journal.ts'

const CONNECT_MS = 10_000
const QUERY_MS = 30_000
/** A connection that is idle for so long shows that it is alive. */
const IDLE_MS = 30_000

/** Behind the host there is no other @: part of a password that was not encoded would pass for host or database. */
const FORM = /^postgres(ql)?:\/\/([^/?#]*@)?[^@/?#]+\/[^@/?#]+(\?[^@#]*)?$/

/** `query` and `hold` are for what `transact` runs. */
export interface PostgresSession {
  /** Host and database; no message may show another part of the URL. */
  place: string
  /**
   * Runs in one transaction, after the transactions that were requested before. A fulfilled one is on the server's disk.
   *
   * @throws JournalUnavailableError if the database fails, and from then on always.
   */
  transact<Result>(act: () => Promise<Result>): Promise<Result>
  query<Row extends object>(sql: string, ...values: unknown[]): Promise<Row[]>
  /**
   * Makes sure that nobody else has the sender while this session lives.
   *
   * @throws JournalUnavailableError if another session has it.
   */
  hold(sender: Sender): Promise<void>
  close(): Promise<void>
}

/** @throws JournalUnavailableError if the URL is of another form, or its database does not let us in. */
export async function openPostgresSession(url: string): Promise<PostgresSession> {
  const client = createClient(url)
  const place = `${client.host}/${client.database}`
  const held = new Set<bigint>()
  let over: JournalUnavailableError | undefined
  let last: Promise<unknown> = Promise.resolve()

  function giveUp(cause: unknown): JournalUnavailableError {
    const reason = `failed (${describe(cause)}); its session and lock are lost; check the database, then start again`
    over ??= new JournalUnavailableError(place, reason, { cause })
    client.end().catch(() => {})
    return over
  }

  async function query<Row extends object>(sql: string, ...values: unknown[]): Promise<Row[]> {
    return (await client.query<Row>(sql, values)).rows
  }

  function inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const turn = last.then(act)
    last = turn.catch(() => {})
    return turn
  }

  async function transact<Result>(act: () => Promise<Result>): Promise<Result> {
    if (over !== undefined) throw over
    try {
      // Whatever the defaults of database and user are.
      await client.query('BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE')
      await client.query('SET LOCAL synchronous_commit = on')
      const result = await act()
      await client.query('COMMIT')
      return result
    } catch (error) {
      if (!(error instanceof BaseError)) throw giveUp(error)
      await client.query('ROLLBACK').catch(giveUp)
      throw error
    }
  }

  // A pooler may give one session to several clients, or several to one: the lock is looked at each time.
  async function hold({ chainId, account }: Sender): Promise<void> {
    const lock = computeLock(`gimbal journal ${chainId} ${getAddress(account)}`)
    const [seen] = await query<{ isHere: boolean }>(
      `SELECT EXISTS (
        SELECT FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()
        AND objsubid = 1 AND ((classid::bigint << 32) | objid::bigint) = $1
      ) AS "isHere"`,
      lock,
    )
    const isHere = seen?.isHere === true
    if (held.has(lock) !== isHere) {
      if (!isHere) throw new Error('another session answers, without the lock')
      throw inUse(account)
    }
    if (isHere) return
    const take = 'SELECT pg_try_advisory_lock($1) AS "isTaken"'
    const [answer] = await query<{ isTaken: boolean }>(take, lock)
    if (!answer?.isTaken) throw inUse(account)
    held.add(lock)
  }

  function inUse(account: Address): JournalUnavailableError {
    const reason = `is in use by another process; stop that one, or take another account than ${account}`
    return new JournalUnavailableError(place, reason)
  }

  client.on('error', giveUp)
  try {
    await client.connect()
    // A machine that is gone without a word loses its lock after a minute; the system's default is two hours.
    await client.query(
      'SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3',
    )
  } catch (cause) {
    client.end().catch(() => {})
    const reason = `cannot be opened (${describe(cause)}); check its URL, that it runs, and that it accepts this user`
    throw new JournalUnavailableError(place, reason, { cause })
  }
  return {
    place,
    transact: (act) => inTurn(() => transact(act)),
    query,
    hold,
    close: () =>
      inTurn(async () => {
        over ??= new JournalUnavailableError(place, 'is closed; open it again')
        await client.end()
      }),
  }
}

/** The number of a lock: advisory locks have no names. */
export function computeLock(name: string): bigint {
  return BigInt.asIntN(64, BigInt(keccak256(toHex(name))))
}

function createClient(url: string): pg.Client {
  let problem = 'it is no such URL'
  try {
    if (FORM.test(url)) {
      const client = new pg.Client({
        connectionString: url,
        connectionTimeoutMillis: CONNECT_MS,
        query_timeout: QUERY_MS,
        keepAlive: true,
        keepAliveInitialDelayMillis: IDLE_MS,
      })
      // Nonces and seconds, which are numbers here: below 2^53.
      client.setTypeParser(pg.types.builtins.INT8, Number)
      return client
    }
  } catch (error) {
    // Not as a cause: it may hold the URL.
    problem = describe(error)
  }
  throw new JournalUnavailableError(
    '(URL)',
    `cannot be opened (${problem}); give postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with @ / ? # % in the password as %40 %2F %3F %23 %25`,
  )
}

/** PostgreSQL's `disk_full`. */
const DISK_FULL = '53100'

function describe(error: unknown): string {
  if ((error as { code?: unknown }).code === DISK_FULL)
    return "the server's disk is full; make room"
  // If several addresses were tried and none answered, the error has no message.
  return describeFailure(error) || String((error as { code?: unknown }).code)
}
