import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { JournalConflictError, JournalUnavailableError } from '../../../bot/journal/errors.ts'
import type { Journal } from '../../../bot/journal/journal.ts'
import { openJournal } from '../../../bot/journal/openJournal.ts'
import { createPush, sender } from './support/createPush.ts'
import { startDatabases } from './support/startDatabases.ts'
import { type Place, writeUntilKilled } from './support/writeUntilKilled.ts'

const SETTLED_AT = 1_700_000_500

/** Where journals are: each place is new and empty. */
interface Ground {
  create(): Promise<Place>
  nowhere: Place
  stop(): Promise<void>
}

async function startFiles(): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-journal-'))
  let count = 0
  return {
    create: async () => ({ file: join(folder, `${++count}.sqlite`) }),
    nowhere: { file: join(folder, 'none/journal') },
    stop: () => rm(folder, { recursive: true, force: true }),
  }
}

async function startUrls(): Promise<Ground> {
  const databases = await startDatabases()
  return {
    create: async () => ({ url: (await databases.create()).url }),
    nowhere: { url: `${(await databases.create()).url}_none` },
    stop: databases.stop,
  }
}

const taken = (id: number, feeWei = 5n) => ({
  ...({ hash: createPush(id).hash, outcome: 'taken', feeWei, settledAt: SETTLED_AT } as const),
})

const kinds: [kind: string, start: () => Promise<Ground>][] = [
  ['a file', startFiles],
  ['a URL', startUrls],
]

describe.each(kinds)('openJournal at %s', (_, start) => {
  let ground: Ground
  let place: Place
  let journal: Journal

  beforeAll(async () => {
    ground = await start()
  })

  afterAll(async () => {
    await ground?.stop()
  })

  beforeEach(async () => {
    place = await ground.create()
    journal = await openJournal(place)
  })

  afterEach(async () => {
    await journal.close()
  })

  test('default: all entries are there after opening it again, figure for figure', async () => {
    await journal.add(createPush(1, { nonce: 2 ** 53 - 1 }))
    await journal.close()
    journal = await openJournal(place)
    expect(await journal.listOpen(sender)).toEqual([
      {
        ...createPush(1, { nonce: 2 ** 53 - 1 }),
        outcome: 'open',
        feeWei: 0n,
        settledAt: undefined,
      },
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
    await expect(journal.settle(late)).rejects.toThrow(/is replaced, but now reported as reverted/)
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

  test('behavior: calls that do not wait for one another happen in their order', async () => {
    const [first, second, , spentWei, open] = await Promise.allSettled([
      journal.add(createPush(1, { maxCostWei: 30n })),
      journal.add(createPush(2)),
      journal.settle(taken(1)),
      journal.sumSpentWei(sender, 0),
      journal.listOpen(sender),
    ])
    expect(first.status).toBe('fulfilled')
    expect(second).toMatchObject({ reason: { code: 'bot/journal-conflict' } })
    expect(spentWei).toMatchObject({ value: 5n })
    expect(open).toMatchObject({ value: [] })
  })

  test('behavior: SIGKILL at any point loses nothing that was promised', async () => {
    for (const linesBeforeKill of [1, 2, 7]) {
      const written = await ground.create()
      const printed = await writeUntilKilled(written, linesBeforeKill)
      const reopened = await openJournal(written)
      const added = printed.filter((line) => line.startsWith('added')).length
      const settled = printed.filter((line) => line.startsWith('settled')).length
      // Until the server has seen that the writer is gone, the account is the writer's.
      const open = await vi.waitFor(() => reopened.listOpen(sender), 180_000)
      const spentWei = await reopened.sumSpentWei(sender, 0)
      await reopened.close()
      const maxOpenWei = open[0]?.maxCostWei ?? 0n
      // It may have come further than it could say.
      expect(spentWei - maxOpenWei).toBeGreaterThanOrEqual(BigInt(settled))
      expect(Number(spentWei - maxOpenWei) + open.length).toBeGreaterThanOrEqual(added)
      expect(added).toBeGreaterThan(0)
    }
  })

  test('behavior: an ended push is open again if its block went, with its replacements', async () => {
    await journal.add(createPush(1))
    await journal.add(createPush(2, { nonce: 1, maxCostWei: 10n ** 18n }))
    await journal.settle(taken(1))
    expect(await journal.reopen(sender, 2)).toBe(false)
    expect(await journal.reopen(sender, 1)).toBe(true)
    expect(await journal.reopen(sender, 1)).toBe(false)
    const open = await journal.listOpen(sender)
    expect(open.map(({ hash }) => hash)).toEqual([createPush(1).hash, createPush(2).hash])
    expect(open[0]).toMatchObject({ outcome: 'open', feeWei: 0n, settledAt: undefined })
    expect(await journal.sumSpentWei(sender, 0)).toBe(10n ** 18n)
    await journal.settle({ ...taken(2), outcome: 'reverted' })
    expect(await journal.sumSpentWei(sender, 0)).toBe(5n)
  })

  test('error: opening again while another nonce is open', async () => {
    await journal.add(createPush(1))
    await journal.settle(taken(1))
    await journal.add(createPush(2))
    await expect(journal.reopen(sender, 1)).rejects.toThrow(
      /^nonce 1 of 0x\w+ is to be opened again while 2 is open/,
    )
    expect(await journal.listOpen(sender)).toHaveLength(1)
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
    await expect(otherwise).rejects.toThrow(/is taken, but now reported as reverted/)
  })

  test('error: a place that is not there is a rejection', async () => {
    await expect(openJournal(ground.nowhere)).rejects.toThrow(JournalUnavailableError)
  })
})
