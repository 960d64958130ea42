import { maxUint256, parseEther } from 'viem'
import { localAccounts } from '../../stack/local/accounts.ts'
import { alignPerpetual } from '../../stack/venues/alignPerpetual.ts'
import { deployPerpetual } from '../../stack/venues/deployPerpetual.ts'
import { bindAdapter } from '../../test/venues/support/perpAdapter.ts'
import { startWorld } from '../../test/venues/support/startWorld.ts'
import type { Figure } from '../figure.ts'
import { gasFigure } from './gasFigure.ts'

const PRICE_USD6 = 2_000_000_000n
const MARGIN_USD6 = 20_000_000_000n
const FREE_USD6 = 1_000_000_000n
const HOUR_SEC = 3_600

/**
 * Gas of what the adapter of a perpetual does on the published contracts, whole transactions, called by a plain account as its vault.
 * Time passes between two of them, so that funding and mean prices are worked out anew.
 */
export async function measurePerpGas(): Promise<Figure[]> {
  const world = await startWorld({ priceUsd6: PRICE_USD6 })
  try {
    const { client, venue, aggregator } = world
    const perpetual = await deployPerpetual(client, venue, aggregator, PRICE_USD6)
    const [vault] = localAccounts.voters
    const adapter = await bindAdapter(world, perpetual, vault)
    const trade = async (ether: string) => {
      const sizeWad = parseEther(ether)
      return adapter.call(vault, 'trade', [sizeWad, sizeWad < 0n ? 0n : maxUint256])
    }
    const actions = [
      ['margin-in', () => adapter.addMargin(MARGIN_USD6)],
      ['open', () => trade('-10')],
      ['grow', () => trade('-5')],
      ['shrink', () => trade('3')],
      ['margin-out', () => adapter.call(vault, 'removeMargin', [FREE_USD6])],
      ['close', () => trade('12')],
    ] as const
    const figures: Figure[] = []
    for (const [name, act] of actions) {
      await world.pass(HOUR_SEC)
      await alignPerpetual(client, perpetual)
      const { gasUsed } = await act()
      figures.push(gasFigure(`gas-perp-${name}`, Number(gasUsed)))
    }
    return figures
  } finally {
    await world.stop()
  }
}
