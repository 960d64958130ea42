import { getAddress } from 'viem'
import { checkAddition, checkReopening, checkSettlement } from './checkEntry.ts'
import type { Journal, Sender } from './journal.ts'
import { computeLock, openPostgresSession, type PostgresSession } from './openPostgresSession.ts'
import { PUSHES_VERSION, requireVersion, VERSION } from './requireVersion.ts'
import { fromRow, type TransactionRow, toRow } from './rows.ts'
import { sumSpentWei } from './sumSpentWei.ts'

/** The journal has its own schema, so that neither the user's search path nor other tables of the database matter. */
const createTable = `
  CREATE TABLE gimbal_journal.transactions (
    ordinal BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    chain_id BIGINT NOT NULL,
    account TEXT NOT NULL,
    nonce BIGINT NOT NULL,
    subject TEXT NOT NULL,
    raw_transaction TEXT NOT NULL,
    max_cost_wei TEXT NOT NULL,
    signed_at BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    fee_wei TEXT NOT NULL,
    settled_at BIGINT
  );
  CREATE INDEX by_nonce ON gimbal_journal.transactions (chain_id, account, nonce);
  CREATE INDEX by_outcome ON gimbal_journal.transactions (chain_id, account, outcome, settled_at);
`

const createVersion = `
  CREATE TABLE gimbal_journal.version (version INTEGER NOT NULL);
  INSERT INTO gimbal_journal.version VALUES (${VERSION});
`

/** The old indexes go first: the new ones have their names. */
const turnPushes = `
  DROP INDEX gimbal_journal.by_nonce;
  DROP INDEX gimbal_journal.by_outcome;
  ${createTable}
  INSERT INTO gimbal_journal.transactions (hash, chain_id, account, nonce, subject, raw_transaction, max_cost_wei,
      signed_at, outcome, fee_wei, settled_at)
    SELECT hash, chain_id, account, nonce,
      json_build_object('kind', 'push', 'report', report::json, 'signatures', signatures::json)::text,
      raw_transaction, max_cost_wei, signed_at, outcome, fee_wei, settled_at
    FROM gimbal_journal.pushes ORDER BY ordinal;
  DROP TABLE gimbal_journal.pushes;
  UPDATE gimbal_journal.version SET version = ${VERSION};
`

/**
 * Opens the journal in a Postgres database, whose tables are made if they are not there. Replicas may share it: each
 * account is one process's, from its first use until the connection ends.
 *
 * A fulfilled promise is on the server's disk, as far as the server itself waits for its disk (`fsync`).
 *
 * Every method throws JournalUnavailableError if another process has the account, and, after a failure of the
 * database or its connection, from then on: the bot then ends, and opens the journal again at its next start. An entry
 * that was being written at the failure may be there or not.
 *
 * @throws JournalUnavailableError if the database cannot be used, or has tables of another version.
 */
export async function openPostgresJournal(url: string): Promise<Journal> {
  const session = await openPostgresSession(url)
  try {
    await session.transact(() => prepareTables(session))
  } catch (error) {
    await session.close()
    throw error
  }

  const select = (condition: string, ...values: unknown[]): Promise<TransactionRow[]> => {
    const where = `WHERE ${condition} ORDER BY ordinal`
    return session.query<TransactionRow>(
      `SELECT * FROM gimbal_journal.transactions ${where}`,
      ...values,
    )
  }
  const selectNonce = ({ chain_id, account, nonce }: TransactionRow) => {
    return select('chain_id = $1 AND account = $2 AND nonce = $3', chain_id, account, nonce)
  }
  const selectOpen = ({ chainId, account }: Sender) => {
    return select("chain_id = $1 AND account = $2 AND outcome = 'open'", chainId, account)
  }
  const transactFor = <Result>(
    { chainId, account }: Sender,
    act: (sender: Sender) => Promise<Result>,
  ): Promise<Result> => {
    const sender = { chainId, account: getAddress(account) }
    return session.transact(async () => {
      await session.hold(sender)
      return act(sender)
    })
  }

  return {
    async add(transaction) {
      const row = toRow(transaction)
      await transactFor(transaction, async (sender) => {
        if (!checkAddition(row, [...(await selectNonce(row)), ...(await selectOpen(sender))]))
          return
        const names = Object.keys(row)
        const places = names.map((_, index) => `$${index + 1}`).join(', ')
        const insert = `INSERT INTO gimbal_journal.transactions (${names.join(', ')}) VALUES (${places})`
        await session.query(insert, ...Object.values(row))
      })
    },

    async settle(settlement) {
      const { hash, outcome, feeWei, settledAt } = settlement
      await session.transact(async () => {
        const [known] = await select('hash = $1', hash)
        if (known !== undefined) {
          await session.hold({ chainId: known.chain_id, account: getAddress(known.account) })
        }
        const siblings = known === undefined ? [] : await selectNonce(known)
        if (!checkSettlement(settlement, siblings)) return
        for (const sibling of siblings) {
          const isIt = sibling.hash === hash
          await session.query(
            'UPDATE gimbal_journal.transactions SET outcome = $1, fee_wei = $2, settled_at = $3 WHERE hash = $4',
            ...[isIt ? outcome : 'replaced', isIt ? `${feeWei}` : '0', settledAt, sibling.hash],
          )
        }
      })
    },

    async reopen(sender, nonce) {
      return transactFor(sender, async ({ chainId, account }) => {
        checkReopening(nonce, await selectOpen({ chainId, account }))
        const reopened = await session.query(
          `UPDATE gimbal_journal.transactions SET outcome = 'open', fee_wei = '0', settled_at = NULL
            WHERE chain_id = $1 AND account = $2 AND nonce = $3 AND outcome <> 'open'
            RETURNING ordinal`,
          ...[chainId, account, nonce],
        )
        return reopened.length > 0
      })
    },

    async listOpen(sender) {
      return (await transactFor(sender, selectOpen)).map(fromRow)
    },

    async sumSpentWei(sender, sinceAt) {
      return transactFor(sender, async ({ chainId, account }) => {
        const settled = await select(
          'chain_id = $1 AND account = $2 AND settled_at >= $3',
          ...[chainId, account, sinceAt],
        )
        return sumSpentWei(settled, await selectOpen({ chainId, account }))
      })
    },

    close: session.close,
  }
}

async function prepareTables({ place, query }: PostgresSession): Promise<void> {
  // Until the end of the transaction: two that open at once would both make them.
  await query('SELECT pg_advisory_xact_lock($1)', computeLock('gimbal journal tables'))
  const [found] = await query<{ hasSchema: boolean; hasTables: boolean; hasVersion: boolean }>(`
    SELECT to_regnamespace('gimbal_journal') IS NOT NULL AS "hasSchema",
      to_regclass('gimbal_journal.version') IS NOT NULL AS "hasVersion",
      EXISTS (
        SELECT FROM pg_class WHERE relnamespace = to_regnamespace('gimbal_journal')
      ) AS "hasTables"`)
  if (found?.hasTables) {
    const [row] = found.hasVersion
      ? await query<{ version: number }>('SELECT version FROM gimbal_journal.version')
      : []
    if (row?.version === PUSHES_VERSION) await query(turnPushes)
    else requireVersion(place, row?.version ?? 0, 'database')
    return
  }
  // A user without the right to make schemas may have been given this one.
  if (!found?.hasSchema) await query('CREATE SCHEMA gimbal_journal')
  await query(`${createTable}${createVersion}`)
}
