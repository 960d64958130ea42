import { inspect } from 'node:util'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { JournalUnavailableError } from '../../../bot/journal/errors.ts'
import type { Journal } from '../../../bot/journal/journal.ts'
import { openPostgresJournal } from '../../../bot/journal/openPostgresJournal.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { choosePort } from '../../../stack/local/choosePort.ts'
import { createPush, sender } from './support/createPush.ts'
import { type Databases, formatAdminUrl, SECRET, startDatabases } from './support/startDatabases.ts'
import { writeUntilKilled } from './support/writeUntilKilled.ts'

const other = { ...sender, account: localAccounts.trader.address }
const settlement = { hash: createPush(1).hash, outcome: 'taken', feeWei: 5n, settledAt: 1 } as const

let databases: Databases
let url: string
let name: string
const opened: Journal[] = []

beforeAll(async () => {
  databases = await startDatabases()
})

afterAll(async () => {
  await databases?.stop()
})

beforeEach(async () => {
  ;({ url, name } = await databases.create())
})

afterEach(async () => {
  await Promise.all(opened.splice(0).map((journal) => journal.close()))
})

async function open(at = url): Promise<Journal> {
  const journal = await openPostgresJournal(at)
  opened.push(journal)
  return journal
}

/** The server ends the connections of the journals, and is done with it. */
async function cutConnections(): Promise<void> {
  await databases.ask(
    name,
    `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
     WHERE usename = 'bot' AND datname = current_database()`,
  )
}

async function whileLocked(mode: string, act: () => Promise<void>): Promise<void> {
  const admin = new pg.Client(formatAdminUrl(databases.port, name))
  await admin.connect()
  try {
    await admin.query(`BEGIN; LOCK TABLE gimbal_journal.transactions IN ${mode} MODE`)
    await act()
  } finally {
    await admin.end()
  }
}

async function expectRefusals(journal: Journal, message: RegExp): Promise<void> {
  const calls = [
    journal.add(createPush(1)),
    journal.settle(settlement),
    journal.listOpen(sender),
    journal.sumSpentWei(sender, 0),
  ]
  await Promise.all(calls.map((call) => expectRefusal(call, message)))
}

async function expectRefusal(call: Promise<unknown>, message: RegExp): Promise<void> {
  const error = await call.then(
    () => undefined,
    (reason) => reason,
  )
  expect(error).toBeInstanceOf(JournalUnavailableError)
  expect(error.message).toMatch(message)
  expect(inspect(error, { depth: null, showHidden: true })).not.toContain(SECRET)
}

// What every journal does is tested in openJournal.test.ts.
describe('openPostgresJournal', () => {
  test('default: replicas with an account each share a database', async () => {
    const first = await open()
    const second = await open()
    await Promise.all([first.add(createPush(1)), second.add(createPush(2, other))])
    expect((await first.listOpen(sender)).map(({ nonce }) => nonce)).toEqual([1])
    expect((await second.listOpen(other)).map(({ nonce }) => nonce)).toEqual([2])
    expect(await second.sumSpentWei(other, 0)).toBe(createPush(2).maxCostWei)
  })

  test('behavior: many that open a new database at once all get in', async () => {
    const journals = await Promise.all(Array.from({ length: 8 }, () => open()))
    await journals[0]?.add(createPush(1))
    expect(await journals[0]?.listOpen(sender)).toHaveLength(1)
    expect(await databases.ask(name, 'SELECT version FROM gimbal_journal.version')).toEqual([
      { version: 2 },
    ])
  })

  test('behavior: a user who may not make a schema uses the one that was made for it', async () => {
    await databases.ask(name, `ALTER DATABASE ${name} OWNER TO gimbal`)
    await expectRefusal(open(), /failed \(permission denied for database journal_\d+\)/)
    await databases.ask(name, 'CREATE SCHEMA gimbal_journal AUTHORIZATION bot')
    await (await open()).add(createPush(1))
  })

  test('behavior: an account is the process’s that used it first, until that is killed', async () => {
    const journal = await open()
    const printed = await writeUntilKilled({ url }, 3, async () => {
      await expectRefusals(
        journal,
        /^the journal 127\.0\.0\.1\/journal_\d+ is in use by another process; stop that one, or take another account than 0x\w{40}$/,
      )
      expect(await journal.listOpen(other)).toEqual([])
    })
    expect(printed.length).toBeGreaterThanOrEqual(3)
    await vi.waitFor(() => journal.listOpen(sender), 180_000)
    const settled = printed.filter((line) => line.startsWith('settled')).length
    expect(await journal.sumSpentWei(sender, 0)).toBeGreaterThanOrEqual(BigInt(settled))
    await expect(journal.add(createPush(1))).resolves.toBeUndefined()
  })

  test('behavior: a crash of the database loses nothing, even where its default is to lose the latest', async () => {
    await databases.ask(name, `ALTER DATABASE ${name} SET synchronous_commit = off`)
    const journal = await open()
    await journal.add(createPush(1))
    await journal.settle(settlement)
    await journal.add(createPush(2))
    await databases.crash()
    await expectRefusals(journal, /failed \(.+\); its session and lock are lost/)
    const reopened = await open()
    expect(await reopened.listOpen(sender)).toMatchObject([createPush(2)])
    expect(await reopened.sumSpentWei(sender, 0)).toBe(5n + createPush(2).maxCostWei)
  })

  test('error: the connection is lost: from then on nothing, even if somebody else works on', async () => {
    const journal = await open()
    await journal.add(createPush(1))
    await cutConnections()
    await expectRefusals(
      journal,
      /^the journal 127\.0\.0\.1\/journal_\d+ failed \(.+\); its session and lock are lost; check the database, then start again$/,
    )
    const successor = await open()
    expect(await successor.listOpen(sender)).toHaveLength(1)
    await successor.settle(settlement)
    await expectRefusals(journal, /session and lock are lost/)
    await journal.close()
  })

  test('error: the connection is lost in the middle of an entry, which then is not there', async () => {
    const journal = await open()
    const cut = async () => {
      const rows = await databases.ask(
        name,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE usename = 'bot' AND wait_event_type = 'Lock' AND query LIKE 'INSERT%'`,
      )
      expect(rows).toHaveLength(1)
    }
    await whileLocked('SHARE', async () => {
      await Promise.all([
        expectRefusal(journal.add(createPush(1)), /failed \(terminating connection/),
        vi.waitFor(cut, 180_000),
      ])
    })
    await expectRefusal(journal.listOpen(sender), /session and lock are lost/)
    expect(await (await open()).listOpen(sender)).toEqual([])
  })

  test('error: a database that is silent is given up after a while', async () => {
    const journal = await open(`${url}?query_timeout=2000`)
    await whileLocked('ACCESS EXCLUSIVE', () =>
      expectRefusal(journal.listOpen(sender), /failed \(Query read timeout\)/),
    )
    await expectRefusal(journal.listOpen(sender), /session and lock are lost/)
  })

  test('error: a statement fails in the middle: all of it is undone', async () => {
    const journal = await open()
    await journal.add(createPush(1))
    await journal.add(createPush(2, { nonce: 1 }))
    await databases.ask(
      name,
      `CREATE FUNCTION object() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'disk full'; END $$;
       CREATE TRIGGER object BEFORE UPDATE ON gimbal_journal.transactions FOR EACH ROW
       WHEN (NEW.outcome = 'replaced') EXECUTE FUNCTION object()`,
    )
    await expectRefusal(
      journal.settle(settlement),
      /failed \(disk full\); its session and lock are lost/,
    )
    await expectRefusal(journal.listOpen(sender), /session and lock are lost/)
    const reopened = await open()
    expect(await vi.waitFor(() => reopened.listOpen(sender), 180_000)).toHaveLength(2)
  })

  test('error: the session that answers has no lock, or has one that somebody else took', async () => {
    const journal = await open()
    await journal.listOpen(sender)
    const [lock] = await databases.ask(
      name,
      `SELECT ((classid::bigint << 32) | objid::bigint)::text AS number FROM pg_locks
       WHERE locktype = 'advisory'
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    )
    // What a pooler does, who has several sessions for one client.
    await databases.ask(
      name,
      `CREATE FUNCTION let_go() RETURNS trigger LANGUAGE plpgsql
       AS $$ BEGIN PERFORM pg_advisory_unlock_all(); RETURN NEW; END $$;
       CREATE TRIGGER let_go BEFORE INSERT ON gimbal_journal.transactions FOR EACH ROW
       EXECUTE FUNCTION let_go()`,
    )
    await journal.add(createPush(1))
    await expectRefusal(
      journal.listOpen(sender),
      /failed \(another session answers, without the lock\)/,
    )
    // What a pooler does, who has one session for several clients.
    await databases.ask(
      name,
      `CREATE FUNCTION linger() RETURNS event_trigger LANGUAGE plpgsql
       AS $$ BEGIN PERFORM pg_try_advisory_lock(${lock?.number}); END $$;
       CREATE EVENT TRIGGER linger ON login EXECUTE FUNCTION linger()`,
    )
    await expectRefusal((await open()).listOpen(sender), /is in use by another process/)
  })

  test('behavior: a journal of the first version keeps its pushes, and an open one is still open', async () => {
    const { hash, subject } = createPush(2)
    const before = await open()
    await before.add(createPush(1))
    await before.settle(settlement)
    await before.add(createPush(2))
    await before.close()
    // As releases before keepers had it.
    await databases.ask(
      name,
      `SET ROLE bot;
       ALTER TABLE gimbal_journal.transactions RENAME TO pushes;
       ALTER TABLE gimbal_journal.pushes ADD report TEXT, ADD signatures TEXT;
       UPDATE gimbal_journal.pushes SET report = subject::json->>'report', signatures = subject::json->>'signatures';
       ALTER TABLE gimbal_journal.pushes DROP subject;
       UPDATE gimbal_journal.version SET version = 1`,
    )
    const journal = await open()
    expect(await journal.listOpen(sender)).toMatchObject([{ hash, subject }])
    expect(await journal.sumSpentWei(sender, 0)).toBe(5n + createPush(2).maxCostWei)
    await journal.settle({ ...settlement, hash })
    await journal.close()
    expect(await (await open()).listOpen(sender)).toEqual([])
  })

  test('error: another version, tables of something else', async () => {
    await (await open()).close()
    await databases.ask(name, 'UPDATE gimbal_journal.version SET version = 3')
    await expectRefusal(
      open(),
      /^the journal 127\.0\.0\.1\/journal_\d+ is of version 3, allowed is 2; name another database, or use the release that wrote it$/,
    )
    await databases.ask(name, 'DROP TABLE gimbal_journal.version')
    await expectRefusal(open(), /is of version 0, allowed is 2/)
  })

  test('error: nobody listens, no such database, a wrong password', async () => {
    const port = await choosePort('postgres', undefined)
    const hint = 'check its URL, that it runs, and that it accepts this user$'
    await expectRefusal(
      open(url.replace(`:${databases.port}/`, `:${port}/`)),
      new RegExp(
        `^the journal 127.0.0.1/${name} cannot be opened \\(connect ECONNREFUSED 127.0.0.1:${port}\\); ${hint}`,
      ),
    )
    await expectRefusal(
      open(`${url}0`),
      /cannot be opened \(database "journal_\d+0" does not exist\)/,
    )
    const wrong = open(url.replace('@', '_@'))
    await expectRefusal(wrong, /cannot be opened \(password authentication failed for user "bot"\)/)
  })

  test.each([
    `postgresql://bot:12/${SECRET}@127.0.0.1/journal`,
    `postgresql://bot:12?${SECRET}@127.0.0.1/journal`,
    `postgresql://bot:12#${SECRET}@127.0.0.1/journal`,
    `postgresql://bot:12/journal?${SECRET}@127.0.0.1/journal`,
    `postgresql://bot:${SECRET}@127.0.0.1`,
    `postgresql://bot:${SECRET}@127.0.0.1:99999/journal`,
    `mysql://bot:${SECRET}@127.0.0.1/journal`,
    SECRET,
  ])('error: a URL of another form, %#', async (malformed) => {
    await expectRefusal(
      open(malformed),
      /^the journal \(URL\) cannot be opened \((it is no such URL|Invalid URL)\); give postgresql:/,
    )
  })

  test('error: a closed journal', async () => {
    const journal = await open()
    await journal.close()
    await expectRefusals(journal, /is closed; open it again/)
    await journal.close()
  })
})
