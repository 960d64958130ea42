import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEther } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSqliteJournal } from '../../bot/journal/openSqliteJournal.ts'
import { previewVault } from '../../bot/keeper/previewVault.ts'
import { recognizeVault } from '../../bot/keeper/readVault.ts'
import { LOCAL_MNEMONIC } from '../../stack/local/accounts.ts'
import { KEEPER_INDEX } from '../bot/keeper/support/keeperIndex.ts'
import { openKeeper } from '../bot/keeper/support/openKeeper.ts'
import { EPOCH_SEC, type LeveragedWorld, startLeveraged } from './support/startLeveraged.ts'

const usd = (dollars: number) => BigInt(dollars) * 1_000_000n

describe('a keeper of a leveraged vault on Aave v3', { timeout: 120_000 }, () => {
  let leveraged: LeveragedWorld
  let folder: string
  let keeper: ReturnType<typeof openKeeper>
  let close: () => Promise<void>

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gimbal-keeper-'))
    const options = { liquidityUsd6: usd(1_000_000) }
    leveraged = await startLeveraged(3_300, { guardPips: 100_000n }, options)
    await leveraged.join('alice', usd(60_000))
    await leveraged.world.pass(EPOCH_SEC)
    const account = mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex: KEEPER_INDEX })
    const { client, url } = leveraged.world
    await client.setBalance({ address: account.address, value: parseEther('10') })
    const found = await recognizeVault(client, leveraged.vault)
    if ('problem' in found) throw new Error(found.problem)
    const vault = {
      name: 'lever',
      address: leveraged.vault,
      kind: found.kind,
      limitWei: undefined,
    }
    const journal = openSqliteJournal(join(folder, 'journal.sqlite'))
    close = () => journal.close()
    keeper = openKeeper({ url, account, vaults: [vault], journal })
  }, 240_000)

  afterAll(async () => {
    await close?.()
    await leveraged?.world.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const preview = async () => {
    const { client } = leveraged.world
    const found = await previewVault(client, { name: 'lever', address: leveraged.vault })
    if ('problem' in found) throw new Error(found.problem)
    return found
  }

  /** Turns until nothing is due, with the pool's price where it belongs after each action. */
  const keep = async (priceUsd6: bigint): Promise<void> => {
    for (let quiet = 0; quiet < 2; ) {
      quiet = (await keeper.step()) === 'idle' ? quiet + 1 : 0
      await leveraged.moveTo(priceUsd6)
    }
  }
  const countSent = (action: string) =>
    keeper.lines.filter(
      (line) => line.event === 'sent' && 'action' in line && line.action === action,
    ).length

  test('default: deposits are levered up, and then nothing is due', async () => {
    const before = await preview()
    expect(before).toMatchObject({ kind: 'position', action: 'trade', decimals: 6 })
    expect(before.epochSec).toBe(BigInt(EPOCH_SEC))
    await keep(2_000_000_000n)
    expect(countSent('trade')).toBeGreaterThan(0)
    expect((await preview()).text).toMatch(
      /^nothing is due: the drift of .* is inside the band of /,
    )
  })

  test('behavior: a fall makes a cut due, which is sent', async () => {
    const priceUsd6 = 1_800_000_000n
    await leveraged.moveTo(priceUsd6)
    expect((await preview()).text).toMatch(/^a cut is due, which does not wait: .* down by \$/)
    await keep(priceUsd6)
    expect(countSent('cut')).toBeGreaterThan(0)
    expect((await preview()).action).toBe('none')
  })
})
