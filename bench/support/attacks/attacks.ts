import type { AttackChain, BlockChange } from './attackChain.ts'
import { measureCalls, transferCall } from './calls.ts'

/** Of the measurement that starts the averages, and of the honest pushes before the one that is attacked. */
export const MEASURE_INDEX = 160
export const HONEST_INDEXES = [212, 288] as const
/** Of the attacked push: a minute after E. None of the 45 slots before it was missed. */
export const PUSH_INDEX = 338
/** The first block after E: a segment ends where it begins. */
const END = PUSH_INDEX - 5
/** The block after the last boundary but one. */
const BOUNDARY = END - 10

/** -953 ticks: ether 10 % dearer in dollars, which are token0. */
const UP_10 = -953n
const DOWN_10 = 953n

type Changes = ReadonlyMap<number, BlockChange>

export interface Attack {
  /** In lower case with hyphens. */
  name: string
  /** As in a voter's table. */
  title: string
  /** By index of the block. In the block of the push, its calls come before the pushes. */
  change(chain: AttackChain): Changes
  /** Calls after the pushes, in their block. */
  after?(chain: AttackChain): NonNullable<BlockChange['calls']>
}

const during = (indexes: readonly number[], change: BlockChange): Changes =>
  new Map(indexes.map((index) => [index, change]))
const blocks = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i)
const onPool = (
  name: string,
  title: string,
  indexes: readonly number[],
  change: BlockChange,
): Attack => ({ name, title, change: () => during(indexes, change) })

const BOTH_SIDES = [BOUNDARY - 1, BOUNDARY]
const INSIDE = [BOUNDARY + 4]

/** A factor on the liquidity, 1e6 = 1. */
const TENFOLD = 10_000_000n
const HUNDREDFOLD = 100_000_000n
const ONE_PERCENT = 10_000n

export const attacks: readonly Attack[] = [
  onPool('fat-10-one', 'just-in-time liquidity ×10, one block', INSIDE, {
    liquidityPips: TENFOLD,
  }),
  onPool('fat-100-one', '… ×100, one block', INSIDE, { liquidityPips: HUNDREDFOLD }),
  onPool('fat-100-two', '… ×100, a block on either side of a boundary', BOTH_SIDES, {
    liquidityPips: HUNDREDFOLD,
  }),
  onPool('thin-one', '99 % of the liquidity gone, one block', INSIDE, {
    liquidityPips: ONE_PERCENT,
  }),
  onPool('thin-boundary', '… the one block before a boundary', [BOUNDARY - 1], {
    liquidityPips: ONE_PERCENT,
  }),
  onPool('thin-two', '… a block on either side of a boundary', BOTH_SIDES, {
    liquidityPips: ONE_PERCENT,
  }),
  onPool('up-one', 'ether +10 %, one block', INSIDE, { tickShift: UP_10 }),
  onPool('up-two', '… a block on either side of a boundary', BOTH_SIDES, { tickShift: UP_10 }),
  onPool('up-ten', '… ten blocks, the last whole segment', blocks(BOUNDARY, 10), {
    tickShift: UP_10,
  }),
  onPool('down-one', 'ether −10 %, one block', INSIDE, { tickShift: DOWN_10 }),
  onPool('down-ten', '… ten blocks, the last whole segment', blocks(BOUNDARY, 10), {
    tickShift: DOWN_10,
  }),
  {
    name: 'empty-five',
    title: 'five empty blocks before the push',
    change: (chain) => changeFees(chain, 7n),
  },
  {
    name: 'full-five',
    title: 'five full blocks before the push',
    change: (chain) => changeFees(chain, 9n),
  },
  {
    name: 'flash-deposit',
    title: 'ten times the portfolio deposited before the push and withdrawn after it, in its block',
    change: (chain) => during([PUSH_INDEX], { calls: [transferCall(chain, 'deposit')] }),
    after: (chain) => [transferCall(chain, 'withdraw')],
  },
  {
    name: 'flash-measure',
    title: '… with `measure` between deposit and push',
    change: (chain) =>
      during([PUSH_INDEX], {
        calls: [transferCall(chain, 'deposit'), ...measureCalls(chain)],
      }),
    after: (chain) => [transferCall(chain, 'withdraw')],
  },
  {
    name: 'measure-often',
    title: '`measure` in every block of ten minutes',
    change: (chain) => during(blocks(PUSH_INDEX - 49, 49), { calls: measureCalls(chain) }),
  },
  {
    name: 'flood',
    title: 'a trade in every block of ten minutes, to push out what the pool remembers',
    change: () =>
      new Map(
        blocks(PUSH_INDEX - 49, 50).map((index) => [index, { tickShift: BigInt(index % 2) }]),
      ),
  },
]

/** Base fees of the five blocks after each of the five, an eighth of `eighths` a block. */
function changeFees({ recorded: { headers } }: AttackChain, eighths: bigint): Changes {
  const from = PUSH_INDEX - 5
  let fee = headers[from]?.baseFeePerGas ?? 0n
  return new Map(
    blocks(from + 1, 5).map((index) => {
      fee = (fee * eighths) / 8n
      return [index, { baseFeePerGas: fee }]
    }),
  )
}
