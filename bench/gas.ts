/** Gas of whole transactions: pushes, a read, Snapshot votes, a rebalance; beside them what others need for the like. */
import { measureVoteGas } from '../test/governance-contracts/support/voteGas.ts'
import type { Bench } from './figure.ts'
import { gasFigure } from './support/gasFigure.ts'
import { measurePricedGas } from './support/pricedGas.ts'
import { measurePushGas } from './support/pushGas.ts'
import { measureRebalanceGas } from './support/rebalanceGas.ts'

const measureGas: Bench = async () => {
  const pushes = await measurePushGas()
  const { repeat1, repeat20 } = await measureVoteGas()
  return [
    ...pushes,
    gasFigure('snapshot-vote-1', repeat1, { aim: 60_000 }),
    gasFigure('snapshot-vote-20', repeat20, { aim: 60_000 }),
    ...(await measureRebalanceGas()),
    ...(await measurePricedGas()),
  ]
}

export default measureGas
