import {
  EPOCH_SEC,
  leveragedAbi,
  people,
  startLeveraged,
} from '../../test/venues/support/startLeveraged.ts'
import type { Figure } from '../figure.ts'
import { gasFigure } from './gasFigure.ts'

const DEPOSIT_USD6 = 100_000_000_000n

/** Gas of a leveraged vault's first trade and of a holder's exit with all that is in it, whole transactions. */
export async function measureLoanGas(): Promise<Figure[]> {
  const leveraged = await startLeveraged(3_300, { guardPips: 100_000n })
  try {
    const { world, vault } = leveraged
    const { alice } = people
    await leveraged.join('alice', DEPOSIT_USD6)
    await world.pass(EPOCH_SEC)
    const opened = await leveraged.act()
    await leveraged.moveTo(2_000_000_000n)
    const args = [await leveraged.readShares('alice'), alice.address, alice.address]
    const left = await world.call(alice, vault, leveragedAbi, 'redeemInKind', args)
    return [
      gasFigure('gas-loan-open', Number(opened)),
      gasFigure('gas-loan-exit', Number(left.gasUsed)),
    ]
  } finally {
    await leveraged.world.stop()
  }
}
