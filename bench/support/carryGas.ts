import { startCarry } from '../../test/venues/support/startCarry.ts'
import type { Figure } from '../figure.ts'
import { gasFigure } from './gasFigure.ts'

const DEPOSIT_USD6 = 100_000_000_000n

/** Gas of a carry vault's first trade and of an exit with half of what is in it, whole transactions. */
export async function measureCarryGas(): Promise<Figure[]> {
  const carry = await startCarry({})
  try {
    await carry.settleAt(2_000)
    await carry.join('alice', DEPOSIT_USD6)
    await carry.settleAt(2_000)
    const opened = await carry.act()
    await carry.settleAt(2_000)
    const left = await carry.leave('alice', (await carry.readShares('alice')) / 2n)
    return [
      gasFigure('gas-carry-open', Number(opened.gasUsed)),
      gasFigure('gas-carry-exit', Number(left.gasUsed)),
    ]
  } finally {
    await carry.world.stop()
  }
}
