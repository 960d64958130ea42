import { type Abi, type Address, maxUint256, parseAbi, parseEther, stringToHex } from 'viem'
import { localAccounts } from '../local/accounts.ts'
import { readArtifact } from '../local/artifacts.ts'
import { type ChainClient, deployArtifact, send } from '../local/chainClient.ts'
import type { Venue } from '../local/deployVenue.ts'
import { linkArtifact } from './linkArtifact.ts'
import { optionsParameters } from './optionsParameters.ts'

/** Lyra v1 with one market: options on ether in a dollar of 18 decimals, which a converter gives for the local one. */
export interface Options {
  dollar: Address
  weth: Address
  /** The market's dollar and its converter: `tools/LocalSynthDollar`. */
  synthDollar: Address
  market: Address
  greekCache: Address
  optionToken: Address
  shortCollateral: Address
  spot: Address
  blackScholes: Address
  liquidityPool: Address
}

export interface OptionsOptions {
  /** Dollars that stand behind what is sold, 1e6 = $1. */
  depthUsd6?: bigint
}

/** Options of one expiry. */
export interface OptionBoard {
  /** Unix seconds. */
  expiryAt: bigint
  /** A year, 1e18 = 100 %. */
  volatilityWad: bigint
  strikesUsd6: readonly bigint[]
}

const DEPTH_USD6 = 50_000_000_000_000n // $50 M
const SCALE = 10n ** 12n
const SUSD = stringToHex('sUSD', { size: 32 })
const SETH = stringToHex('sETH', { size: 32 })
const RESOLVED = [
  'ProxySynthetix',
  'Exchanger',
  'ExchangeRates',
  'CollateralShort',
  'DelegateApprovals',
]

const marketAbi = parseAbi([
  'function createOptionBoard(uint256 expiry, uint256 baseIV, uint256[] strikes, uint256[] skews, bool frozen) returns (uint256)',
])

/**
 * Deploys the published contracts, with the package's own stand-ins for Synthetix, and pays liquidity in. Prices are those of
 * the local pool at every moment. The deployer stays the owner: he lists boards, and can pause the market.
 *
 * @param aggregator - `tools/PoolAggregator` of the pool.
 */
export async function deployOptions(
  client: ChainClient,
  { dollar, weth }: Pick<Venue, 'dollar' | 'weth'>,
  aggregator: Address,
  { depthUsd6 = DEPTH_USD6 }: OptionsOptions = {},
): Promise<Options> {
  const { deployer } = localAccounts
  const abis = new Map<Address, Abi>()
  const libraries: Record<string, Address> = {}
  const deploy = async (name: string, args: readonly unknown[] = [], folder = '') => {
    const path = `@lyrafinance/protocol/dist/artifacts/contracts/${folder}${name}.sol/${name}.json`
    const artifact = linkArtifact(path, libraries)
    const address = await deployArtifact(client, deployer, name, artifact, args)
    abis.set(address, artifact.abi)
    return address
  }
  const deployStandIn = (name: string, args?: readonly unknown[]) =>
    deploy(name, args, 'test-helpers/')
  const deployTool = async (name: string, args: readonly unknown[]) => {
    const artifact = readArtifact(`tools/${name}`)
    const address = await deployArtifact(client, deployer, name, artifact, args)
    abis.set(address, artifact.abi)
    return address
  }
  const call = (address: Address, functionName: string, ...args: readonly unknown[]) =>
    send(client, deployer, { address, abi: abis.get(address) as Abi, functionName, args })

  libraries.GWAV = await deploy('GWAV', [], 'libraries/')
  libraries.BlackScholes = await deploy('BlackScholes', [], 'libraries/')

  const synthDollar = await deployTool('LocalSynthDollar', [dollar])
  const synthEther = await deployStandIn('TestERC20Fail', ['Local Synth Ether', 'sETHL'])
  const exchangeRates = await deployTool('LocalExchangeRates', [aggregator])
  const exchanger = await deployStandIn('TestExchanger')
  const synthetix = await deployStandIn('TestSynthetixReturnZero')
  const approvals = await deployStandIn('TestDelegateApprovals')
  const shorts = await deployStandIn('TestCollateralShort')
  const resolver = await deployStandIn('TestAddressResolver')

  const spot = await deploy('SynthetixAdapter')
  await call(spot, 'initialize')
  const market = await deploy('OptionMarket')
  const pricer = await deploy('OptionMarketPricer')
  const greekCache = await deploy('OptionGreekCache')
  const liquidityPool = await deploy('LiquidityPool')
  const liquidityToken = await deploy('LiquidityToken', ['Local Options Pool', 'LOP'])
  const optionToken = await deploy('OptionToken', ['Local Options', 'LO'])
  const shortCollateral = await deploy('ShortCollateral')
  const hedger = await deploy('ShortPoolHedger')

  await call(synthetix, 'init', spot, synthDollar, resolver)
  await call(shorts, 'init', spot, synthDollar)
  const resolved = [synthetix, exchanger, exchangeRates, shorts, approvals]
  await call(
    resolver,
    'setAddresses',
    RESOLVED.map((name) => stringToHex(name, { size: 32 })),
    resolved,
  )
  for (const exchange of [synthetix, shorts]) {
    await call(synthDollar, 'allowExchange', exchange)
    await call(synthEther, 'permitMint', exchange, true)
    await call(exchange, 'addBaseAsset', SETH, synthEther, market)
  }
  await call(spot, 'setAddressResolver', resolver)

  const tokens = [synthDollar, synthEther]
  const p = optionsParameters
  const marketParts = [spot, liquidityPool, pricer, greekCache, shortCollateral, optionToken]
  await call(market, 'init', ...marketParts, ...tokens)
  await call(market, 'setOptionMarketParams', {
    maxBoardExpiry: p.market.maxBoardExpiry,
    securityModule: deployer.address,
    feePortionReserved: p.market.feePortionReserved,
    staticBaseSettlementFee: p.staticBaseSettlementFee,
  })
  await call(pricer, 'init', market, greekCache)
  await call(greekCache, 'init', spot, market, pricer)
  const poolParts = [spot, market, liquidityToken, greekCache, hedger, shortCollateral]
  await call(liquidityPool, 'init', ...poolParts, ...tokens)
  await call(liquidityToken, 'init', liquidityPool)
  await call(hedger, 'init', spot, market, greekCache, liquidityPool, ...tokens)
  await call(shortCollateral, 'init', market, liquidityPool, optionToken, spot, ...tokens)
  await call(optionToken, 'init', market, greekCache, shortCollateral, spot)
  const noCode = stringToHex('', { size: 32 })
  await call(spot, 'setGlobalsForContract', market, SUSD, SETH, deployer.address, noCode)
  await call(liquidityPool, 'setLiquidityPoolParameters', p.pool)
  await call(hedger, 'setPoolHedgerParams', p.hedger)
  await call(hedger, 'setShortBuffer', p.hedgerBuffer)
  await call(greekCache, 'setGreekCacheParameters', p.greeks)
  await call(greekCache, 'setMinCollateralParameters', p.minCollateral)
  await call(greekCache, 'setForceCloseParameters', p.forceClose)
  await call(pricer, 'setPricingParams', p.pricing)
  await call(pricer, 'setTradeLimitParams', p.tradeLimits)
  await call(pricer, 'setVarianceFeeParams', p.varianceFee)
  await call(optionToken, 'setPartialCollateralParams', p.partialCollateral)
  await call(exchanger, 'setFeeRateForExchange', SETH, SUSD, p.exchangeFees.sell)
  await call(exchanger, 'setFeeRateForExchange', SUSD, SETH, p.exchangeFees.buy)

  // The first liquidity comes in at once, as long as no board is open.
  await call(synthDollar, 'toVenue', depthUsd6, deployer.address)
  await call(synthDollar, 'approve', liquidityPool, maxUint256)
  await call(liquidityPool, 'initiateDeposit', deployer.address, depthUsd6 * SCALE)
  await call(hedger, 'openShortAccount')
  return {
    dollar,
    weth,
    synthDollar,
    market,
    greekCache,
    optionToken,
    shortCollateral,
    spot,
    blackScholes: libraries.BlackScholes,
    liquidityPool,
  }
}

/** Lists options of one expiry: at each strike a call and a put, all at one volatility until somebody trades. */
export async function openBoard(
  client: ChainClient,
  { market }: Pick<Options, 'market'>,
  { expiryAt, volatilityWad, strikesUsd6 }: OptionBoard,
): Promise<void> {
  await send(client, localAccounts.deployer, {
    address: market,
    abi: marketAbi,
    functionName: 'createOptionBoard',
    args: [
      expiryAt,
      volatilityWad,
      strikesUsd6.map((strike) => strike * SCALE),
      strikesUsd6.map(() => parseEther('1')),
      false,
    ],
  })
}

/** Deploys the adapter (`contracts/venues/options/LyraVenue.sol`) for one vault, which binds it. */
export function deployOptionVenue(client: ChainClient, options: Options): Promise<Address> {
  const { market, greekCache, optionToken, shortCollateral, spot, blackScholes } = options
  const { synthDollar, dollar, weth } = options
  return deployArtifact(
    client,
    localAccounts.deployer,
    'LyraVenue',
    readArtifact('venues/options/LyraVenue'),
    [
      { market, greekCache, optionToken, shortCollateral, spot, blackScholes },
      synthDollar,
      dollar,
      weth,
    ],
  )
}
