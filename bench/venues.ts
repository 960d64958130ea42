/**
 * What trades on other venues cost: the same trade by swap, by swap in a sandwich, and by order; gas of what vaults
 * and solvers send; and each portfolio beside its twins over the recorded shock.
 */
import { type OrderWorld, startOrderWorld } from '../test/venues/support/orderWorld.ts'
import type { Bench, Figure } from './figure.ts'
import { measureCarryGas } from './support/carryGas.ts'
import { gasFigure } from './support/gasFigure.ts'
import { measureLoanGas } from './support/loanGas.ts'
import { measurePerpGas } from './support/perpGas.ts'
import { measureShock } from './support/shockRun.ts'
import { measureOrder, measureSandwich, measureSwap, type TradeCost } from './support/tradeCosts.ts'

const measureVenues: Bench = async () => {
  const figures: Figure[] = []
  const world = await startOrderWorld()
  try {
    figures.push(...(await measureOrders(world)))
  } finally {
    await world.stop()
  }
  figures.push(...(await measurePerpGas()))
  figures.push(...(await measureCarryGas()))
  figures.push(...(await measureLoanGas()))
  return [...figures, ...(await measureShock())]
}

export default measureVenues

async function measureOrders(world: OrderWorld): Promise<Figure[]> {
  const swap = await measureSwap(world)
  const sandwich = await measureSandwich(world)
  const one = await measureOrder(world, [world.poolSolver])
  const two = await measureOrder(world, [world.poolSolver, world.inventorySolver])
  const gas = Object.entries(two.gas).map(([name, value]) =>
    gasFigure(`gas-${name}`, Number(value)),
  )
  return [
    costFigure('cost-swap', swap),
    costFigure('cost-swap-sandwiched', sandwich),
    costFigure('cost-order-one-solver', one),
    costFigure('cost-order-two-solvers', two),
    {
      name: 'sandwich-profit',
      value: Math.round(Number(sandwich.attackerUsd6) / 1e6),
      unit: '$',
      better: 'lower',
    },
    gasFigure('gas-swap', Number(swap.gas.swap)),
    ...gas,
  ]
}

/** Of what is given, at the price before. */
function costFigure(name: string, { costPips }: TradeCost): Figure {
  return { name, value: Math.round(costPips / 10) / 10, unit: 'bp', better: 'lower' }
}
