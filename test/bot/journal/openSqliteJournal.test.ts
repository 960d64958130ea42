import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { JournalConflictError, JournalUnavailableError } from '../../../bot/journal/errors.ts'
import type { Journal } from '../../../bot/journal/journal.ts'
import { openSqliteJournal } from '../../../bot/journal/openSqliteJournal.ts'
import { createPush, sender } from './support/createPush.ts'

const writer = fileURLToPath(new URL('support/writeJournal.ts', import.meta.url))
const SETTLED_AT = 1_700_000_500

let folder: string
let file: string
let journal: Journal

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-journal-'))
  file = join(folder, 'journal.sqlite')
  journal = openSqliteJournal(file)
})

afterEach(async () => {
  await journal.close()
  await rm(folder, { recursive: true, force: true })
})

async function reopen(): Promise<void> {
  await journal.close()
  journal = openSqliteJournal(file)
}

const taken = (id: number, feeWei = 5n) => ({
  ...({ hash: createPush(id).hash, outcome: 'taken', feeWei, settledAt: SETTLED_AT } as const),
})

describe('openSqliteJournal', () => {
  test('default: what was noted is there after opening it again, figure for figure', async () => {
    await journal.add(createPush(1))
    await reopen()
    expect(await journal.listOpen(sender)).toEqual([
      { ...createPush(1), outcome: 'open', feeWei: 0n, settledAt: undefined },
    ])
  })

  test('behavior: replacements of one nonce are open together; the one that got in replaces the others', async () => {
    await journal.add(createPush(1))
    await journal.add(createPush(2, { nonce: 1 }))
    expect((await journal.listOpen(sender)).map(({ signedAt }) => signedAt)).toEqual([
      createPush(1).signedAt,
      createPush(2).signedAt,
    ])
    await journal.settle(taken(1))
    expect(await journal.listOpen(sender)).toEqual([])
    const late = { ...taken(2), outcome: 'reverted' } as const
    await expect(journal.settle(late)).rejects.toThrow(
      /is replaced, and is now said to be reverted/,
    )
  })

  test('behavior: the same entry again changes nothing', async () => {
    await journal.add(createPush(1))
    await journal.add(createPush(1))
    expect(await journal.listOpen(sender)).toHaveLength(1)
    await journal.settle(taken(1))
    await journal.settle(taken(1, 7n))
    await journal.add(createPush(1))
    expect(await journal.listOpen(sender)).toEqual([])
    expect(await journal.sumSpentWei(sender, 0)).toBe(5n)
  })

  test('behavior: what was spent counts from its second on, an open nonce with the most it can cost', async () => {
    await journal.add(createPush(1))
    await journal.settle(taken(1, 2n ** 70n))
    await journal.add(createPush(2, { maxCostWei: 30n }))
    await journal.add(createPush(3, { nonce: 2, maxCostWei: 40n }))
    expect(await journal.sumSpentWei(sender, SETTLED_AT)).toBe(2n ** 70n + 40n)
    expect(await journal.sumSpentWei(sender, SETTLED_AT + 1)).toBe(40n)
  })

  test('behavior: chains and accounts do not mix', async () => {
    await journal.add(createPush(1))
    const elsewhere = { ...sender, chainId: 1 }
    await journal.add(createPush(2, elsewhere))
    expect((await journal.listOpen(elsewhere)).map(({ nonce }) => nonce)).toEqual([2])
    await journal.settle(taken(2))
    expect(await journal.listOpen(sender)).toHaveLength(1)
    expect(await journal.sumSpentWei({ ...sender, chainId: 5 }, 0)).toBe(0n)
  })

  test('behavior: an account is the same in whatever case it is written', async () => {
    const shouted = { ...sender, account: sender.account.toLowerCase() as typeof sender.account }
    await journal.add(createPush(1, shouted))
    expect(await journal.listOpen(sender)).toHaveLength(1)
    expect(await journal.listOpen(shouted)).toHaveLength(1)
  })

  test('behavior: SIGKILL at any point loses nothing that was promised', async () => {
    await journal.close()
    for (const linesBeforeKill of [1, 2, 7]) {
      await rm(file, { force: true })
      const printed = await writeUntilKilled(linesBeforeKill)
      journal = openSqliteJournal(file)
      const added = printed.filter((line) => line.startsWith('added')).length
      const settled = printed.filter((line) => line.startsWith('settled')).length
      const spentWei = await journal.sumSpentWei(sender, 0)
      const open = await journal.listOpen(sender)
      const maxOpenWei = open[0]?.maxCostWei ?? 0n
      // It may have come further than it could say.
      expect(spentWei - maxOpenWei).toBeGreaterThanOrEqual(BigInt(settled))
      expect(Number(spentWei - maxOpenWei) + open.length).toBeGreaterThanOrEqual(added)
      await journal.close()
    }
    journal = openSqliteJournal(file)
  })

  test('error: a second nonce while one is open', async () => {
    await journal.add(createPush(1))
    await expect(journal.add(createPush(2))).rejects.toThrow(
      new JournalConflictError(
        `nonce 2 of ${sender.account} is to be sent while 1 is open; settle that one first`,
      ),
    )
    expect(await journal.listOpen(sender)).toHaveLength(1)
  })

  test('error: a nonce that is used', async () => {
    await journal.add(createPush(1))
    await journal.settle(taken(1))
    const again = journal.add(createPush(2, { nonce: 1 }))
    await expect(again).rejects.toThrow(/^nonce 1 of 0x\w+ is used by 0x0+1 \(taken\)/)
  })

  test('error: settling what was never noted, or otherwise than before', async () => {
    await expect(journal.settle(taken(1))).rejects.toThrow(/is not in the journal/)
    await journal.add(createPush(1))
    await journal.settle(taken(1))
    const otherwise = journal.settle({ ...taken(1), outcome: 'reverted' })
    await expect(otherwise).rejects.toThrow(/is taken, and is now said to be reverted/)
  })

  test('error: it is in use by another process', async () => {
    expect(() => openSqliteJournal(file)).toThrow(JournalUnavailableError)
    expect(() => openSqliteJournal(file)).toThrow(/is in use by another process/)
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
    expect(open('later')).toThrow(/is of version 2, allowed is 1/)
    expect(open('foreign')).toThrow(/is of version 0, allowed is 1/)
    expect(open('text')).toThrow(/cannot be opened/)
    expect(open('none/journal')).toThrow(/cannot be opened/)
  })
})

/** What the writer has printed when it is killed, at the earliest after so many lines. */
async function writeUntilKilled(lineCount: number): Promise<string[]> {
  const child = execa('node', [writer, file], { reject: false })
  const lines: string[] = []
  for await (const line of child) {
    lines.push(line)
    if (lines.length === lineCount) child.kill('SIGKILL')
  }
  return lines
}
