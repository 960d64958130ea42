import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { JournalUnavailableError } from '../../../bot/journal/errors.ts'
import { openSqliteJournal } from '../../../bot/journal/openSqliteJournal.ts'

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

  test('error: another version, another database, no database, no folder', async () => {
    const open = (name: string) => () => openSqliteJournal(join(folder, name))
    const make = (name: string, sql: string) => {
      const database = new DatabaseSync(join(folder, name))
      database.exec(sql)
      database.close()
    }
    make('later', 'PRAGMA user_version = 2')
    make('foreign', 'CREATE TABLE things (id INTEGER)')
    await writeFile(join(folder, 'text'), 'not a database'.repeat(100))
    expect(open('later')).toThrow(/is of version 2, allowed is 1; name another file/)
    expect(open('foreign')).toThrow(/is of version 0, allowed is 1/)
    expect(open('text')).toThrow(/is no journal, or a damaged one/)
    expect(open('none/journal')).toThrow(/cannot be opened; check that its folder is there/)
  })
})
