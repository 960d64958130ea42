import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { JournalUnavailableError } from '../../../bot/journal/errors.ts'
import { openSqliteJournal } from '../../../bot/journal/openSqliteJournal.ts'
import { toRow } from '../../../bot/journal/rows.ts'
import { createPush, sender } from './support/createPush.ts'

/** As releases before keepers made it. */
const firstVersion = `
  CREATE TABLE pushes (
    ordinal INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, chain_id INTEGER NOT NULL, account TEXT NOT NULL,
    nonce INTEGER NOT NULL, report TEXT NOT NULL, signatures TEXT NOT NULL, raw_transaction TEXT NOT NULL,
    max_cost_wei TEXT NOT NULL, signed_at INTEGER NOT NULL, outcome TEXT NOT NULL, fee_wei TEXT NOT NULL,
    settled_at INTEGER
  ) STRICT;
  CREATE INDEX by_nonce ON pushes (chain_id, account, nonce);
  CREATE INDEX by_outcome ON pushes (chain_id, account, outcome, settled_at);
  PRAGMA user_version = 1;
`

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-journal-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

// What every journal does is tested in openJournal.test.ts.
describe('openSqliteJournal', () => {
  test('error: it is in use by another process', async () => {
    const file = join(folder, 'journal.sqlite')
    const journal = openSqliteJournal(file)
    expect(() => openSqliteJournal(file)).toThrow(JournalUnavailableError)
    expect(() => openSqliteJournal(file)).toThrow(/is in use by another process/)
    await journal.close()
  })

  test('behavior: a journal of the first version keeps its pushes, and an open one is still open', async () => {
    const file = join(folder, 'first.sqlite')
    const old = new DatabaseSync(file)
    old.exec(firstVersion)
    const settled = createPush(1)
    const open = createPush(2)
    for (const [push, outcome] of [
      [settled, 'taken'],
      [open, 'open'],
    ] as const) {
      const { subject, ...rest } = toRow(push)
      const { report, signatures } = JSON.parse(subject)
      const row = { ...rest, outcome, settled_at: outcome === 'open' ? null : 5 }
      const columns = {
        ...row,
        report: JSON.stringify(report),
        signatures: JSON.stringify(signatures),
      }
      const names = Object.keys(columns)
      old
        .prepare(`INSERT INTO pushes (${names}) VALUES (${names.map(() => '?')})`)
        .run(...Object.values(columns))
    }
    old.close()
    const journal = openSqliteJournal(file)
    expect(await journal.listOpen(sender)).toMatchObject([open])
    await journal.settle({ hash: open.hash, outcome: 'taken', feeWei: 7n, settledAt: 9 })
    await expect(journal.add(createPush(1))).resolves.toBeUndefined()
    expect(await journal.sumSpentWei(sender, 0)).toBe(7n)
    await journal.close()
    const again = openSqliteJournal(file)
    expect(await again.listOpen(sender)).toEqual([])
    await again.close()
  })

  test('error: another version, another database, no database, no folder', async () => {
    const open = (name: string) => () => openSqliteJournal(join(folder, name))
    const make = (name: string, sql: string) => {
      const database = new DatabaseSync(join(folder, name))
      database.exec(sql)
      database.close()
    }
    make('later', 'PRAGMA user_version = 3')
    make('foreign', 'CREATE TABLE things (id INTEGER)')
    await writeFile(join(folder, 'text'), 'not a database'.repeat(100))
    expect(open('later')).toThrow(/is of version 3, allowed is 2; name another file/)
    expect(open('foreign')).toThrow(/is of version 0, allowed is 2/)
    expect(open('text')).toThrow(/is no journal, or a damaged one/)
    expect(open('none/journal')).toThrow(/cannot be opened; check that its folder is there/)
  })
})
