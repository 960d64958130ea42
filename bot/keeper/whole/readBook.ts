import { type Address, erc20Abi, type PublicClient, parseAbi, zeroAddress } from 'viem'
import { bookAbi, inventoryBridgeAbi, riskParametersAbi } from '../../../abi/index.ts'
import { computeDepthUsd6 } from '../../../observation/valuation.ts'
import { readDataFee } from '../../../verify/readReading.ts'
import { type FillReason, fillReasons } from './wholeWords.ts'

const poolAbi = parseAbi([
  'function slot0() view returns (uint160 sqrtPriceX96, int24 tick, uint16, uint16, uint16, uint8, bool)',
  'function liquidity() view returns (uint128)',
])

/** Size of a rebalance's transaction, for the data fee of a rollup. */
const TX_BYTES = 400n
const TX_GAS = 400_000n

/** The statuses of parameters (contracts/interfaces/IRiskParameters.sol) under which a book holds. */
const HOLDING = new Map([
  [0, 'its market is unknown there'],
  [3, 'its market is halted there'],
])

export interface BookQuestion {
  book: Address
  /** Whose inventory may come: the other chain of each route. */
  routesTo: readonly number[]
  gasPriceOracle: Address | undefined
}

/** What came from another chain, or left for it. Amounts in smallest units. */
export interface RouteReading {
  chainId: number
  bridge: Address
  quoteMoved: bigint
  riskyMoved: bigint
  quoteArrived: bigint
  riskyArrived: bigint
  /** What the bridge takes for a move, wei. */
  feeWei: bigint
  /** Whether something waits to be collected. */
  hasCome: boolean
}

/** A book and its chain at the latest block. */
export interface BookReading {
  blockNumber: bigint
  baseFeePerGas: bigint
  dataFeeWei: bigint
  depthUsd6: bigint
  poolFeePips: number
  quoteToken: Address
  riskyToken: Address
  quoteDecimals: number
  quoteBalance: bigint
  riskyBalance: bigint
  orderNumber: bigint
  filledAmount: bigint
  fillReason: FillReason
  /** Why it would trade no order; undefined: it would. */
  holding: string | undefined
  routes: readonly RouteReading[]
}

/** @throws viem's errors if the node or a contract does not answer. */
export async function readBook(
  client: PublicClient,
  { book, routesTo, gasPriceOracle = zeroAddress }: BookQuestion,
): Promise<BookReading> {
  const block = await client.getBlock({ blockTag: 'latest' })
  const at = { address: book, abi: bookAbi, blockNumber: block.number } as const
  const [settings, pool, figures, plan] = await Promise.all([
    client.readContract({ ...at, functionName: 'settings' }),
    client.readContract({ ...at, functionName: 'pool' }),
    client.readContract({ ...at, functionName: 'figures' }),
    client.readContract({ ...at, functionName: 'previewFill' }),
  ])
  const inPool = { address: pool, abi: poolAbi, blockNumber: block.number } as const
  const { quoteToken, riskyToken, marketId } = settings
  const [[sqrtPriceX96], liquidity, parameters, dataFeeWei, routes] = await Promise.all([
    client.readContract({ ...inPool, functionName: 'slot0' }),
    client.readContract({ ...inPool, functionName: 'liquidity' }),
    client.readContract({
      address: settings.riskParameters,
      abi: riskParametersAbi,
      functionName: 'parameters',
      args: [marketId],
      blockNumber: block.number,
    }),
    readDataFee(client, {
      blockNumber: block.number,
      gasPriceOracle,
      txBytes: TX_BYTES,
      gasUnits: TX_GAS,
    }),
    Promise.all(routesTo.map((chainId) => readRoute(chainId))),
  ])
  const isQuoteToken0 = BigInt(quoteToken) < BigInt(riskyToken)
  const quoteDecimals = figures.quoteDecimals
  return {
    blockNumber: block.number,
    baseFeePerGas: block.baseFeePerGas ?? 0n,
    dataFeeWei: dataFeeWei ?? 0n,
    depthUsd6: computeDepthUsd6(liquidity, sqrtPriceX96, { isQuoteToken0, quoteDecimals }),
    poolFeePips: settings.poolFeePips,
    quoteToken,
    riskyToken,
    quoteDecimals,
    quoteBalance: figures.quoteBalance,
    riskyBalance: figures.riskyBalance,
    orderNumber: figures.orderNumber,
    filledAmount: figures.filledAmount,
    fillReason: fillReasons[plan.reason] ?? 'no-order',
    holding: HOLDING.get(parameters[1]),
    routes: routes.filter((route) => route !== undefined),
  }

  async function readRoute(chainId: number): Promise<RouteReading | undefined> {
    const route = await client.readContract({
      ...at,
      functionName: 'route',
      args: [BigInt(chainId)],
    })
    const { bridge, quoteMoved, riskyMoved, quoteArrived, riskyArrived } = route
    if (bridge === zeroAddress) return undefined
    const waiting = await Promise.all(
      [quoteToken, riskyToken].map((address) =>
        client.readContract({ address, abi: erc20Abi, functionName: 'balanceOf', args: [bridge] }),
      ),
    )
    const feeWei = await client.readContract({
      address: bridge,
      abi: inventoryBridgeAbi,
      functionName: 'quoteFee',
      args: [quoteToken, 1n],
    })
    return {
      chainId,
      bridge,
      quoteMoved,
      riskyMoved,
      quoteArrived,
      riskyArrived,
      feeWei,
      hasCome: waiting.some((amount) => amount > 0n),
    }
  }
}
