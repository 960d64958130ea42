import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { getAddress } from 'viem'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openPostgresJournal } from '../../../bot/journal/openPostgresJournal.ts'
import { openSqliteJournal } from '../../../bot/journal/openSqliteJournal.ts'
import { checkPostgresJournal } from '../../../cli/doctor/checkPostgresJournal.ts'
import { checkSqliteJournal } from '../../../cli/doctor/checkSqliteJournal.ts'
import { createPush, sender } from '../../bot/journal/support/createPush.ts'
import { type Databases, SECRET, startDatabases } from '../../bot/journal/support/startDatabases.ts'
import { writeUntilKilled } from '../../bot/journal/support/writeUntilKilled.ts'

describe('checkSqliteJournal', () => {
  let folder: string
  let file: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gimbal-doctor-journal-'))
    file = join(folder, 'journal.sqlite')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  /** Every file with its content. */
  const look = () => readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))])

  test('default: one that is not there yet is left so', async () => {
    const { check, isInUse } = await checkSqliteJournal(file, false)
    expect(check).toEqual({
      name: 'journal',
      isOk: true,
      detail: `${file} is made at the first start`,
    })
    expect(isInUse).toBe(false)
    expect(readdirSync(folder)).toEqual([])
  })

  test('default: one that a replica has closed, and not a byte of it changes', async () => {
    const journal = openSqliteJournal(file)
    await journal.add(createPush(1))
    await journal.close()
    const before = look()
    expect((await checkSqliteJournal(file, false)).check).toEqual({
      name: 'journal',
      isOk: true,
      detail: file,
    })
    expect(look()).toEqual(before)
  })

  test('behavior: what a killed replica left beside it stays, and no copy is left', async () => {
    await writeUntilKilled({ file }, 20)
    const before = look()
    expect(before.map(([name]) => name)).toContain('journal.sqlite-wal')
    const copies = () => readdirSync(tmpdir()).filter((name) => /^gimbal-doctor-copy/.test(name))
    expect((await checkSqliteJournal(file, false)).check.isOk).toBe(true)
    expect(look()).toEqual(before)
    expect(copies()).toEqual([])
  })

  test('error: in use, unless by this replica', async () => {
    const journal = openSqliteJournal(file)
    try {
      const found = await checkSqliteJournal(file, false)
      expect(found.check.detail).toMatch(/in use by another process; stop that one, or name/)
      expect(found).toMatchObject({ check: { isOk: false }, isInUse: true })
      const own = await checkSqliteJournal(file, true)
      expect(own).toMatchObject({ check: { isOk: true }, isInUse: true })
      // It continues nevertheless.
      await journal.add(createPush(1))
    } finally {
      await journal.close()
    }
  })

  test.each<[string, () => void, RegExp]>([
    ['no database', () => writeFileSync(file, 'x'.repeat(200)), /is no journal, or a damaged one/],
    [
      'another version',
      () => {
        const database = new DatabaseSync(file)
        database.exec('CREATE TABLE other (a); PRAGMA user_version = 7')
        database.close()
      },
      /is of version 7, allowed is 2; name another file/,
    ],
  ])('error: %s', async (_, prepare, message) => {
    prepare()
    const before = look()
    const { check } = await checkSqliteJournal(file, false)
    expect(check.isOk).toBe(false)
    expect(check.detail).toMatch(message)
    expect(check.detail).toContain(file)
    expect(look()).toEqual(before)
  })

  test('error: its folder does not exist', async () => {
    const { check } = await checkSqliteJournal(join(folder, 'none', 'a.sqlite'), false)
    expect(check.detail).toMatch(/its folder .*none is not there; make it/)
    writeFileSync(file, '')
    const inFile = await checkSqliteJournal(join(file, 'a.sqlite'), false)
    expect(inFile.check.detail).toMatch(/is not there; make it/)
    expect([check.isOk, inFile.check.isOk]).toEqual([false, false])
  })

  test.runIf(process.platform === 'linux')('error: rights that are missing', async () => {
    // Root may write anywhere but into what the system keeps for itself.
    const { check } = await checkSqliteJournal('/proc/sys/journal.sqlite', false)
    expect(check).toMatchObject({
      isOk: false,
      detail: expect.stringMatching(/its folder .*sys may not be written; change its rights/),
    })
    symlinkSync('/proc/sys/kernel/osrelease', file)
    expect((await checkSqliteJournal(file, false)).check).toMatchObject({
      isOk: false,
      detail: expect.stringMatching(/may not be read and written; change its rights/),
    })
  })
})

describe('checkPostgresJournal', { timeout: 600_000 }, () => {
  let databases: Databases
  beforeAll(async () => {
    databases = await startDatabases()
  }, 600_000)
  afterAll(() => databases?.stop())

  const account = getAddress(sender.account)
  const user = { chainId: sender.chainId, account, isReplicaRunning: false }
  const listSchemas = (name: string) =>
    databases.ask(name, "SELECT nspname FROM pg_namespace WHERE nspname = 'gimbal_journal'")
  const listLocks = (name: string) =>
    databases.ask(name, "SELECT pid FROM pg_locks WHERE locktype = 'advisory'")

  test('default: an empty database stays empty, and no lock is left', async () => {
    const { url, name } = await databases.create()
    const { check, isInUse } = await checkPostgresJournal(url, user)
    expect(check.detail).toMatch(
      /^127.0.0.1\/journal_\d+, whose tables are made at the first start/,
    )
    expect({ isOk: check.isOk, isInUse }).toEqual({ isOk: true, isInUse: false })
    expect(await listSchemas(name)).toEqual([])
    expect(await listLocks(name)).toEqual([])
  })

  test('error: the account is in use, unless by this replica', async () => {
    const { url } = await databases.create()
    const journal = await openPostgresJournal(url)
    try {
      await journal.listOpen(sender)
      const found = await checkPostgresJournal(url, user)
      expect(found).toMatchObject({ check: { isOk: false }, isInUse: true })
      expect(found.check.detail).toMatch(/another process uses 0x.*; stop it, or take another/)
      const own = await checkPostgresJournal(url, { ...user, isReplicaRunning: true })
      expect(own).toMatchObject({ check: { isOk: true }, isInUse: true })
      const unknown = await checkPostgresJournal(url, { ...user, account: undefined })
      expect(unknown).toMatchObject({ check: { isOk: true }, isInUse: false })
      await journal.add(createPush(1))
    } finally {
      await journal.close()
    }
    expect((await checkPostgresJournal(url, user)).check.isOk).toBe(true)
  })

  test('error: no right to make tables', async () => {
    const { url, name } = await databases.create()
    await databases.ask(name, `ALTER DATABASE ${name} OWNER TO gimbal`)
    const whole = await checkPostgresJournal(url, user)
    expect(whole.check.detail).toMatch(/may not make tables; GRANT CREATE ON DATABASE to it/)
    await databases.ask(name, 'CREATE SCHEMA gimbal_journal')
    const schema = await checkPostgresJournal(url, user)
    expect(schema.check.detail).toMatch(/GRANT USAGE, CREATE ON SCHEMA gimbal_journal to it/)
    expect(schema.check.isOk).toBe(false)
  })

  test('error: another version', async () => {
    const { url, name } = await databases.create()
    await (await openPostgresJournal(url)).close()
    await databases.ask(name, 'UPDATE gimbal_journal.version SET version = 7')
    const { check } = await checkPostgresJournal(url, user)
    expect(check.detail).toMatch(/is of version 7, allowed is 2; name another database/)
  })

  test('error: a server that is not there, or refuses the user; no part of the URL is shown', async () => {
    const { url } = await databases.create()
    for (const [wrong, message] of [
      [url.replace(`:${databases.port}/`, ':9/'), /cannot be opened \(.*ECONNREFUSED/],
      [url.replace(/:[^:@]+@/, `:${SECRET}wrong@`), /cannot be opened \(.*; check its URL/],
      [`postgresql://bot:${SECRET}/x@127.0.0.1/${SECRET}`, /cannot be opened/],
    ] as const) {
      const { check } = await checkPostgresJournal(wrong, user)
      expect(check.isOk).toBe(false)
      expect(check.detail).toMatch(message)
      expect(check.detail).not.toContain(SECRET)
    }
  })
})
