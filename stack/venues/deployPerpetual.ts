import {
  type Abi,
  type Address,
  getContractAddress,
  maxUint256,
  parseAbi,
  parseEther,
  parseUnits,
} from 'viem'
import { floorRoot } from '../../observation/integerMath.ts'
import { localAccounts } from '../local/accounts.ts'
import { readArtifact } from '../local/artifacts.ts'
import { type ChainClient, deployArtifact, send } from '../local/chainClient.ts'
import type { Venue } from '../local/deployVenue.ts'
import { findFullRangeTick } from '../replay/poolMath.ts'
import { linkArtifact } from './linkArtifact.ts'
import { perpetualAbi } from './perpetualAbi.ts'
import { depositMargin, perpetualAccounts } from './perpetualAccounts.ts'

/** Perpetual Protocol v2 with one market, settled in the local dollar. */
export interface Perpetual {
  dollar: Address
  weth: Address
  clearingHouse: Address
  /** Keeps everybody's margin. */
  marginVault: Address
  accountBalance: Address
  exchange: Address
  insuranceFund: Address
  /** The market, as its base token: virtual ether, 18 decimals. */
  baseToken: Address
  /** Of virtual ether and virtual dollars, 18 decimals both: the base is token0. */
  pool: Address
}

export interface PerpetualOptions {
  /** Dollars on either side of the pool at its first price, 1e6 = $1. */
  depthUsd6?: bigint
  /** Of a trade, one way, 1e6 = 100 %. */
  feePips?: number
}

/** The pool's own fee, which the exchange replaces by that of the market. */
const POOL_FEE_PIPS = 10_000
/** What a trade costs on the public chains: 0.1 %. */
const FEE_PIPS = 1_000
const DEPTH_USD6 = 10_000_000_000_000n // $10 M
const MARGIN_USD6 = 1_000_000_000_000_000n // $1 bn
const OBSERVATIONS = 400
/** The most that is allowed: the price may move by 10 % within 15 seconds. */
const TICKS_A_BLOCK = 1_000
/** The mark price looks back 30 minutes; before that, nobody can trade. */
const AGE_SEC = 1_900
/** Seconds after which a price feed that does not answer is given up, and of its mean price. */
const FEED_TIMEOUT_SEC = 86_400n
const FEED_WINDOW_SEC = 900n

const deployedAbi = parseAbi([
  'function initialize(uint160)',
  'function increaseObservationCardinalityNext(uint16)',
  'function createPool(address, address, uint24) returns (address)',
  'function getPool(address, address, uint24) view returns (address)',
  'function mint(address, uint256)',
])

/**
 * Deploys the published contracts and gives the market a price and liquidity. The chain's clock moves half an hour
 * ahead: the mark price needs that much of a past. The deployer stays their owner, and can pause them.
 *
 * @param aggregator - Index price in Chainlink's form, as `tools/PoolAggregator` tells it.
 * @param priceUsd6 - The pool's first price, 1e6 = $1 for one ether.
 */
export async function deployPerpetual(
  client: ChainClient,
  { dollar, weth, factory }: Pick<Venue, 'dollar' | 'weth' | 'factory'>,
  aggregator: Address,
  priceUsd6: bigint,
  { depthUsd6 = DEPTH_USD6, feePips = FEE_PIPS }: PerpetualOptions = {},
): Promise<Perpetual> {
  const { deployer } = localAccounts
  const abis = new Map<Address, Abi>()
  const deployFrom = async (path: string, args: readonly unknown[] = []) => {
    const artifact = linkArtifact(path)
    const address = await deployArtifact(client, deployer, path, artifact, args)
    abis.set(address, artifact.abi)
    return address
  }
  const deploy = (name: string) =>
    deployFrom(`@perp/curie-contract/artifacts/contracts/${name}.sol/${name}.json`)
  const deployFeed = (name: string, args: readonly unknown[]) =>
    deployFrom(`@perp/perp-oracle-contract/artifacts/contracts/${name}.sol/${name}.json`, args)
  const call = (address: Address, functionName: string, ...args: readonly unknown[]) =>
    send(client, deployer, { address, abi: abis.get(address) ?? deployedAbi, functionName, args })

  const chainlink = await deployFeed('ChainlinkPriceFeedV3', [
    aggregator,
    FEED_TIMEOUT_SEC,
    FEED_WINDOW_SEC,
  ])
  const feed = await deployFeed('PriceFeedDispatcher', [chainlink])
  const { baseToken, quoteToken } = await deployTokens(client, deploy)
  await call(quoteToken, 'initialize', 'virtual dollar', 'vUSD')
  await call(baseToken, 'initialize', 'virtual ether', 'vETH', feed)

  const config = await deploy('ClearingHouseConfig')
  await call(config, 'initialize')
  const registry = await deploy('MarketRegistry')
  await call(registry, 'initialize', factory, quoteToken)
  const insuranceFund = await deploy('InsuranceFund')
  await call(insuranceFund, 'initialize', dollar)
  const orderBook = await deploy('OrderBook')
  await call(orderBook, 'initialize', registry)
  const accountBalance = await deploy('AccountBalance')
  await call(accountBalance, 'initialize', config, orderBook)
  const exchange = await deploy('Exchange')
  await call(exchange, 'initialize', registry, orderBook, config)
  await call(exchange, 'setAccountBalance', accountBalance)
  await call(orderBook, 'setExchange', exchange)
  const marginVault = await deploy('Vault')
  await call(marginVault, 'initialize', insuranceFund, config, accountBalance, exchange)
  const collateral = await deploy('CollateralManager')
  // Its own example's figures; there is no collateral besides the dollar.
  const ratios = [5, 750_000, 500_000, 2_000, 30_000]
  const amounts = [parseUnits('10000', 6), parseUnits('500', 6)]
  await call(collateral, 'initialize', config, marginVault, ...ratios, ...amounts)
  await call(marginVault, 'setCollateralManager', collateral)
  await call(insuranceFund, 'setVault', marginVault)
  await call(accountBalance, 'setVault', marginVault)
  const clearingHouse = await deploy('ClearingHouse')
  const parts = [config, marginVault, quoteToken, factory, exchange, accountBalance, insuranceFund]
  await call(clearingHouse, 'initialize', ...parts)
  await call(config, 'setSettlementTokenBalanceCap', maxUint256)
  for (const part of [registry, orderBook, exchange, accountBalance, marginVault]) {
    await call(part, 'setClearingHouse', clearingHouse)
  }

  await call(factory, 'createPool', baseToken, quoteToken, POOL_FEE_PIPS)
  const pool = await client.readContract({
    address: factory,
    abi: deployedAbi,
    functionName: 'getPool',
    args: [baseToken, quoteToken, POOL_FEE_PIPS],
  })
  for (const token of [baseToken, quoteToken]) {
    await call(token, 'mintMaximumTo', clearingHouse)
    await call(token, 'addWhitelist', clearingHouse)
    await call(token, 'addWhitelist', pool)
  }
  await call(pool, 'initialize', floorRoot((priceUsd6 << 192n) / 10n ** 6n, 2n))
  await call(pool, 'increaseObservationCardinalityNext', OBSERVATIONS)
  await call(registry, 'addPool', baseToken, POOL_FEE_PIPS)
  await call(registry, 'setFeeRatio', baseToken, feePips)
  await call(exchange, 'setMaxTickCrossedWithinBlock', baseToken, TICKS_A_BLOCK)
  // Pays what a liquidated account could not.
  await call(dollar, 'mint', insuranceFund, depthUsd6)

  // Set, not increased: a chain with a fixed time between blocks would not take that.
  const { timestamp } = await client.getBlock()
  await client.setNextBlockTimestamp({ timestamp: timestamp + BigInt(AGE_SEC) })
  await client.mine({ blocks: 1 })
  // A price feed that nobody asked yet has no mean price.
  await call(chainlink, 'update')
  const { maker, arbitrageur } = perpetualAccounts
  await depositMargin(client, { dollar, marginVault }, maker, MARGIN_USD6)
  await depositMargin(client, { dollar, marginVault }, arbitrageur, MARGIN_USD6)
  const fullRangeTick = findFullRangeTick(POOL_FEE_PIPS)
  await send(client, maker, {
    address: clearingHouse,
    abi: perpetualAbi,
    functionName: 'addLiquidity',
    args: [
      {
        baseToken,
        base: (depthUsd6 * parseEther('1')) / priceUsd6,
        quote: depthUsd6 * 10n ** 12n,
        lowerTick: -fullRangeTick,
        upperTick: fullRangeTick,
        minBase: 0n,
        minQuote: 0n,
        useTakerBalance: false,
        deadline: maxUint256,
      },
    ],
  })
  return {
    dollar,
    weth,
    clearingHouse,
    marginVault,
    accountBalance,
    exchange,
    insuranceFund,
    baseToken,
    pool,
  }
}

/** Deploys the adapter (`contracts/venues/perp/PerpV2Venue.sol`) for one vault, which binds it. */
export function deployPerpVenue(
  client: ChainClient,
  { clearingHouse, baseToken, weth, dollar }: Perpetual,
): Promise<Address> {
  const args = [clearingHouse, baseToken, weth, dollar]
  const artifact = readArtifact('venues/perp/PerpV2Venue')
  return deployArtifact(client, localAccounts.deployer, 'PerpV2Venue', artifact, args)
}

/** The base token's address has to be the lower one: whichever gets it is deployed as the base. */
async function deployTokens(client: ChainClient, deploy: (name: string) => Promise<Address>) {
  const from = localAccounts.deployer.address
  const nonce = BigInt(await client.getTransactionCount({ address: from }))
  const isFirstLower =
    BigInt(getContractAddress({ from, nonce })) <
    BigInt(getContractAddress({ from, nonce: nonce + 1n }))
  if (isFirstLower) {
    const baseToken = await deploy('BaseToken')
    return { baseToken, quoteToken: await deploy('QuoteToken') }
  }
  const quoteToken = await deploy('QuoteToken')
  return { baseToken: await deploy('BaseToken'), quoteToken }
}
