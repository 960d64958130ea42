import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { vaultAbi } from '../../../abi/index.ts'
import type { KeptVault } from '../../../bot/keeper/actionErrand.ts'
import { previewVault, type VaultPreview } from '../../../bot/keeper/previewVault.ts'
import { formatPreview } from '../../../cli/keeper/formatPreview.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { type KeeperWorld, type Saying, startKeeperWorld } from './support/keeperWorld.ts'

let chain: KeeperWorld
let kept: KeptVault

beforeAll(async () => {
  chain = await startKeeperWorld()
  kept = await chain.createKept('kept')
}, 240_000)
afterAll(() => chain?.world.stop())

async function preview(vault: { name: string; address: `0x${string}` }): Promise<VaultPreview> {
  const found = await previewVault(chain.world.client, vault)
  if ('problem' in found) throw new Error(found.problem)
  return found
}

const outside = 'the drift of 2 % is outside the band of 1 %'
const cases: [Saying, string][] = [
  [
    { action: 'trade', driftPips: 20_000, tradeQuote: -1_234_560_000n },
    `a trade is due: ${outside}; it changes the exposure down by $1,234.56, no further than to 0.5 %`,
  ],
  [
    { action: 'cut', driftPips: 20_000, tradeQuote: 5_000_000n },
    'a cut is due, which does not wait: the drift is 2 %; it changes the exposure up by $5',
  ],
  [{ action: 'settle' }, 'settle is due: what has expired is taken in'],
  [{ action: 'roll' }, 'roll is due: what follows the expiry is opened'],
  [{ action: 'recentre' }, 'recentre is due: its range is put around the price anew'],
  [{ action: 'order' }, 'order is due: its trade is offered to whoever fills it'],
  [{ action: 'close' }, 'close is due: an order that was filled, or has had its time, is taken in'],
  [{ reason: 'no-parameters' }, 'nothing is due: its market has no parameters that are in force'],
  [
    { reason: 'price-unknown' },
    "nothing is due: its pool's memory does not reach back over the window of the mean price",
  ],
  [
    { reason: 'price-deviates' },
    'nothing is due: the spot price of its pool is farther from the mean price than it allows',
  ],
  [{ reason: 'empty' }, 'nothing is due: it holds nothing that could be managed'],
  [
    { reason: 'inside-band', driftPips: 4_000 },
    'nothing is due: the drift of 0.4 % is inside the band of 1 %',
  ],
  [
    { reason: 'too-soon', driftPips: 20_000, elapsedSec: 360 },
    `nothing is due: ${outside}, but its last trade was 6 min ago, and 4 min of its epoch are left`,
  ],
  [
    { reason: 'too-soon', driftPips: 20_000, elapsedSec: 700 },
    `nothing is due: ${outside}, but it traded in this very second`,
  ],
  [
    { reason: 'trade-too-small', driftPips: 20_000 },
    `nothing is due: ${outside}, but what it may trade now rounds to nothing`,
  ],
  [{ reason: 'venue-silent' }, 'nothing is due: a venue does not tell its position or its price'],
  [
    { reason: 'venue-deviates' },
    "nothing is due: a venue's price is farther from the mean price than it allows",
  ],
]

describe('previewVault', { timeout: 240_000 }, () => {
  test.each(cases)('P-166 %o says so', async (saying, text) => {
    await chain.say(kept, saying)
    expect((await preview(kept)).text).toBe(text)
  })

  test('P-166 figures beside the words: drift, band, and what is left of the epoch', async () => {
    await chain.say(kept, { reason: 'too-soon', driftPips: 20_000, elapsedSec: 360 })
    const found = await preview(kept)
    expect(found).toMatchObject({ kind: 'position', epochSec: 600n, epochLeftSec: 240n })
    expect(formatPreview(found).at(-1)).toBe(
      '  drift 2 %, band 1 %; 4 min of its epoch of 10 min are left',
    )
    await chain.say(kept, { reason: 'venue-silent', elapsedSec: 600 })
    expect(formatPreview(await preview(kept)).at(-1)).toBe(
      '  drift not known, band 1 %; its epoch of 10 min is over',
    )
  })

  test('P-166 a real vault: what is due, and after it why nothing is', async () => {
    const mix = await chain.createRebalancing('mix')
    const before = await preview(mix)
    expect(before).toMatchObject({ kind: 'rebalancing', action: 'trade', epochLeftSec: 0n })
    expect(before.text).toMatch(/^a trade is due: the drift of .* it changes the exposure up by \$/)
    await chain.world.call(localAccounts.trader, mix.address, vaultAbi, 'rebalance')
    await chain.world.pass(60)
    const after = await preview(mix)
    expect(after).toMatchObject({ action: 'none', reason: 'inside-band' })
    expect(after.epochLeftSec).toBeGreaterThan(0n)
  })

  test('error: no contract, no vault, and a vault that does not answer', async () => {
    const { client, venue } = chain.world
    const ask = (address: `0x${string}`) => previewVault(client, { name: 'it', address })
    expect(await ask('0x00000000000000000000000000000000000000fF')).toMatchObject({
      problem: expect.stringMatching(/^there is no contract at 0x\w+; correct the address/),
    })
    expect(await ask(venue.dollar)).toMatchObject({
      problem: expect.stringMatching(/is no vault: it answers neither previewAction \(.*\) nor /),
    })
    await chain.say(kept, { isSilent: true })
    expect(await ask(kept.address)).toMatchObject({ problem: expect.stringContaining('silent') })
  })
})
