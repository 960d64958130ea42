import { type Address, parseAbi } from 'viem'
import { maxOf } from '../../observation/integerMath.ts'
import type { ChainClient } from '../local/chainClient.ts'
import { alignPerpetual } from '../venues/alignPerpetual.ts'
import { deployPerpetual, deployPerpVenue, type Perpetual } from '../venues/deployPerpetual.ts'
import type { Earning, PortfolioGround, PortfolioVenues } from './portfolioKind.ts'
import { tendPerpetual } from './tendPerpetual.ts'

const abi = parseAbi([
  'event FundingPaymentSettled(address indexed trader, address indexed baseToken, int256 fundingPayment)',
  'event PositionLiquidated(address indexed trader, address indexed baseToken, uint256 positionNotional, uint256 positionSize, uint256 liquidationFee, address liquidator)',
  'function getPendingFundingPayment(address trader, address baseToken) view returns (int256)',
])

/** About as deep as the recorded pool: the hedge shall not be what decides. */
const DEPTH_USD6 = 200_000_000_000_000n // $200 M
/** Of a trade, one way: 0.1 %, as on the public chains. */
export const PERP_FEE_PIPS = 1_000n

/** A perpetual of the local stack, and an adapter of it for each vault. */
export interface PerpetualGround extends Required<Pick<PortfolioVenues, 'align' | 'tend'>> {
  perpetual: Perpetual
  deployAdapter(): Promise<Address>
  /** What the adapter was paid by longs, above 0, or has paid. */
  readFunding(adapter: Address, fromBlock: bigint): Promise<Earning>
  countLiquidations(adapter: Address, fromBlock: bigint): Promise<number>
}

/** Deploys Perpetual Protocol v2 beside the local pool. */
export async function groundPerpetual({
  client,
  venue,
  aggregator,
  priceUsd6,
}: PortfolioGround): Promise<PerpetualGround> {
  const options = { depthUsd6: DEPTH_USD6, feePips: Number(PERP_FEE_PIPS) }
  const perpetual = await deployPerpetual(client, venue, aggregator, priceUsd6, options)
  return {
    perpetual,
    tend: tendPerpetual(client, perpetual),
    align: async () => {
      await alignPerpetual(client, perpetual, { tolerancePips: 100n })
    },
    deployAdapter: () => deployPerpVenue(client, perpetual),
    readFunding: (adapter, fromBlock) => readFunding(client, perpetual, adapter, fromBlock),
    countLiquidations: async (adapter, fromBlock) => {
      const events = await client.getContractEvents({
        address: perpetual.clearingHouse,
        abi,
        eventName: 'PositionLiquidated',
        args: { trader: adapter },
        fromBlock,
      })
      return events.length
    },
  }
}

/** Settled since the block, and what has grown since then; what was pending before is left out. */
async function readFunding(
  client: ChainClient,
  { clearingHouse, exchange, baseToken }: Perpetual,
  adapter: Address,
  fromBlock: bigint,
): Promise<Earning> {
  const readPending = (blockNumber?: bigint) =>
    client.readContract({
      address: exchange,
      abi,
      functionName: 'getPendingFundingPayment',
      args: [adapter, baseToken],
      ...(blockNumber === undefined ? {} : { blockNumber }),
    })
  const [events, before, after] = await Promise.all([
    client.getContractEvents({
      address: clearingHouse,
      abi,
      eventName: 'FundingPaymentSettled',
      args: { trader: adapter },
      strict: true,
      fromBlock,
    }),
    readPending(maxOf(fromBlock - 1n, 0n)),
    readPending(),
  ])
  const paid = events.reduce((sum, { args }) => sum + args.fundingPayment, after - before)
  // The venue's dollars have 18 decimals, and a payment is above 0.
  return { name: 'funding', usd6: -paid / 10n ** 12n }
}
