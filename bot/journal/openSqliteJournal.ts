import { DatabaseSync } from 'node:sqlite'
import { getAddress } from 'viem'
import { BaseError } from '../../core/index.ts'
import { checkAddition, checkReopening, checkSettlement } from './checkEntry.ts'
import { describeSqliteFailure } from './describeSqliteFailure.ts'
import { JournalUnavailableError } from './errors.ts'
import type { Journal, Sender } from './journal.ts'
import { PUSHES_VERSION, requireVersion, VERSION } from './requireVersion.ts'
import { fromRow, type TransactionRow, toRow } from './rows.ts'
import { sumSpentWei } from './sumSpentWei.ts'

const createTable = `
  CREATE TABLE transactions (
    ordinal INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    chain_id INTEGER NOT NULL,
    account TEXT NOT NULL,
    nonce INTEGER NOT NULL,
    subject TEXT NOT NULL,
    raw_transaction TEXT NOT NULL,
    max_cost_wei TEXT NOT NULL,
    signed_at INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    fee_wei TEXT NOT NULL,
    settled_at INTEGER
  ) STRICT;
  CREATE INDEX by_nonce ON transactions (chain_id, account, nonce);
  CREATE INDEX by_outcome ON transactions (chain_id, account, outcome, settled_at);
  PRAGMA user_version = ${VERSION};
`

/** The old indexes go first: the new ones have their names. */
const turnPushes = `
  DROP INDEX by_nonce;
  DROP INDEX by_outcome;
  ${createTable}
  INSERT INTO transactions
    SELECT ordinal, hash, chain_id, account, nonce,
      json_object('kind', 'push', 'report', json(report), 'signatures', json(signatures)),
      raw_transaction, max_cost_wei, signed_at, outcome, fee_wei, settled_at
    FROM pushes;
  DROP TABLE pushes;
`

/**
 * Opens the journal in a file, which is made if it is not there. One process at a time.
 *
 * @throws JournalUnavailableError if another process has it, it is not a journal of this version, or the disk fails; so
 * do its functions.
 */
export function openSqliteJournal(file: string): Journal {
  const database = openDatabase(file)
  // Without its journal the bot may send nothing: whatever the database fails with ends the work.
  const guard = <Result>(act: () => Result): Result => {
    try {
      return act()
    } catch (error) {
      throw toUnavailable(file, error)
    }
  }
  const write = (act: () => void): void => guard(() => inTransaction(database, act))

  const select = (condition: string, ...values: (string | number)[]): TransactionRow[] => {
    const statement = database.prepare(
      `SELECT * FROM transactions WHERE ${condition} ORDER BY ordinal`,
    )
    return guard(() => statement.all(...values)) as unknown as TransactionRow[]
  }
  const ofSender = ({ chainId, account }: Sender) => [chainId, getAddress(account)] as const
  const selectNonce = (row: Pick<TransactionRow, 'chain_id' | 'account' | 'nonce'>) => {
    return select(
      'chain_id = ? AND account = ? AND nonce = ?',
      row.chain_id,
      row.account,
      row.nonce,
    )
  }
  const selectOpen = (sender: Sender) => {
    return select("chain_id = ? AND account = ? AND outcome = 'open'", ...ofSender(sender))
  }

  return {
    async add(transaction) {
      const row = toRow(transaction)
      write(() => {
        if (!checkAddition(row, [...selectNonce(row), ...selectOpen(transaction)])) return
        const names = Object.keys(row)
        const places = names.map(() => '?').join(', ')
        const insert = `INSERT INTO transactions (${names.join(', ')}) VALUES (${places})`
        database.prepare(insert).run(...Object.values(row))
      })
    },

    async settle(settlement) {
      const { hash, outcome, feeWei, settledAt } = settlement
      write(() => {
        const [known] = select('hash = ?', hash)
        const siblings = known === undefined ? [] : selectNonce(known)
        if (!checkSettlement(settlement, siblings)) return
        const update = database.prepare(
          'UPDATE transactions SET outcome = ?, fee_wei = ?, settled_at = ? WHERE hash = ?',
        )
        for (const sibling of siblings) {
          const isIt = sibling.hash === hash
          update.run(isIt ? outcome : 'replaced', isIt ? `${feeWei}` : '0', settledAt, sibling.hash)
        }
      })
    },

    async reopen(sender, nonce) {
      let changes: number | bigint = 0
      write(() => {
        checkReopening(nonce, selectOpen(sender))
        const update = database.prepare(
          `UPDATE transactions SET outcome = 'open', fee_wei = '0', settled_at = NULL
            WHERE chain_id = ? AND account = ? AND nonce = ? AND outcome <> 'open'`,
        )
        changes = update.run(...ofSender(sender), nonce).changes
      })
      return changes > 0
    },

    async listOpen(sender) {
      return selectOpen(sender).map(fromRow)
    },

    async sumSpentWei(sender, sinceAt) {
      const settled = select(
        'chain_id = ? AND account = ? AND settled_at >= ?',
        ...[...ofSender(sender), sinceAt],
      )
      return sumSpentWei(settled, selectOpen(sender))
    },

    async close() {
      database.close()
    },
  }
}

function openDatabase(file: string): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(file)
    // Exclusive: two bots with one key and one journal would each send. FULL: a commit is on the disk.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;')
    database.exec('PRAGMA synchronous = FULL;')
    inTransaction(database, () => prepareTable(database as DatabaseSync, file))
    return database
  } catch (cause) {
    database?.close()
    if (cause instanceof BaseError) throw cause
    throw toUnavailable(file, cause)
  }
}

function prepareTable(database: DatabaseSync, file: string): void {
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as {
    user_version: number
  }
  const { count } = database.prepare('SELECT count(*) AS count FROM sqlite_schema').get() as {
    count: number
  }
  if (version === 0 && count === 0) database.exec(createTable)
  else if (version === PUSHES_VERSION) database.exec(turnPushes)
  else requireVersion(file, version, 'file')
}

function inTransaction(database: DatabaseSync, act: () => void): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    act()
    database.exec('COMMIT')
  } catch (error) {
    // SQLite itself rolls back when the disk is full or fails.
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

function toUnavailable(file: string, cause: unknown): unknown {
  const reason = describeSqliteFailure(cause)
  return reason === undefined ? cause : new JournalUnavailableError(file, reason, { cause })
}
