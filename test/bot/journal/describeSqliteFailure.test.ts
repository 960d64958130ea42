import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { describeSqliteFailure } from '../../../bot/journal/describeSqliteFailure.ts'

/** What SQLite throws for some statements. */
function fail(sql: string): unknown {
  const database = new DatabaseSync(':memory:')
  try {
    database.exec(sql)
  } catch (error) {
    return error
  } finally {
    database.close()
  }
  throw new Error('it did not fail')
}

describe('describeSqliteFailure', () => {
  test('behavior: a full disk is reported as a full disk', () => {
    // SQLite's own limit fails as a full disk does.
    const full = fail(`
      PRAGMA max_page_count = 2;
      CREATE TABLE entries (content BLOB);
      INSERT INTO entries VALUES (zeroblob(100000));
    `)
    expect(describeSqliteFailure(full)).toMatch(/the disk under it is full; make room/)
  })

  test('behavior: extended codes are described by their primary code, others by SQLite’s text', () => {
    const ioError = Object.assign(new Error('disk I/O error'), { errcode: 778 })
    expect(describeSqliteFailure(ioError)).toMatch(/\(disk I\/O error\); check the disk/)
    expect(describeSqliteFailure(fail('SELECT * FROM missing'))).toMatch(/no such table/)
    expect(describeSqliteFailure(new Error('something else'))).toBeUndefined()
  })
})
