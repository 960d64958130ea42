import { type Abi, type Address, maxUint256, parseEther, zeroAddress } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { LOCAL_MNEMONIC, localAccounts } from '../local/accounts.ts'
import { readArtifact } from '../local/artifacts.ts'
import { type ChainClient, deployArtifact, send } from '../local/chainClient.ts'
import type { Venue } from '../local/deployVenue.ts'
import { lendingAbi } from './lendingAbi.ts'
import { linkArtifact } from './linkArtifact.ts'

/** Aave v3 with the local dollar and wrapped ether as its reserves. */
export interface Lending {
  dollar: Address
  weth: Address
  /** Where the market's contracts are registered. */
  provider: Address
  /** Deposits and loans. */
  pool: Address
  oracle: Address
}

export interface LendingOptions {
  /** Dollars that are lent to whoever has collateral, 1e6 = $1. */
  liquidityUsd6?: bigint
  /** Share of ether that may be borrowed against, and at which a loan is liquidated, 1e4 = 100 %. */
  maxLoanBps?: bigint
  thresholdBps?: bigint
  /** What a liquidator gets for each dollar that he repays, 1e4 = 1. */
  bonusBps?: bigint
}

/** Owns what is lent. Beyond the ten accounts that anvil gives ether to. */
const lender = mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex: 30 })

const LIQUIDITY_USD6 = 100_000_000_000_000n // $100 M
const RAY = 10n ** 27n
const percent = (part: bigint) => (RAY * part) / 100n
/** Of the variable rate: nothing at no use, 4 % at four fifths, 64 % at full use; then the fixed rate, which is off. */
const RATES = [
  percent(80n),
  0n,
  percent(4n),
  percent(60n),
  percent(1n),
  percent(60n),
  percent(1n),
  percent(8n),
  percent(20n),
]
/** Aave's oracle counts 1e8 = $1. */
const DOLLAR_PRICE = 100_000_000n
/** The dollar is lent, and backs nothing here that is worth a setting of its own. */
const DOLLAR_TERMS = [8_000n, 8_500n, 10_450n] as const

const folders = {
  PoolAddressesProvider: 'protocol/configuration',
  ACLManager: 'protocol/configuration',
  AaveOracle: 'misc',
  MockAggregator: 'mocks/oracle/CLAggregators',
  Pool: 'protocol/pool',
  PoolConfigurator: 'protocol/pool',
  DefaultReserveInterestRateStrategy: 'protocol/pool',
  AToken: 'protocol/tokenization',
  StableDebtToken: 'protocol/tokenization',
  VariableDebtToken: 'protocol/tokenization',
  SupplyLogic: 'protocol/libraries/logic',
  BorrowLogic: 'protocol/libraries/logic',
  LiquidationLogic: 'protocol/libraries/logic',
  EModeLogic: 'protocol/libraries/logic',
  BridgeLogic: 'protocol/libraries/logic',
  PoolLogic: 'protocol/libraries/logic',
  ConfiguratorLogic: 'protocol/libraries/logic',
  FlashLoanLogic: 'protocol/libraries/logic',
} as const
type Name = keyof typeof folders

const libraryNames = [
  'SupplyLogic',
  'BorrowLogic',
  'LiquidationLogic',
  'EModeLogic',
  'BridgeLogic',
  'PoolLogic',
  'ConfiguratorLogic',
] as const satisfies readonly Name[]

/**
 * Deploys the published contracts and lends dollars. The deployer stays their admin, and can pause them.
 *
 * @param aggregator - Price of ether in Chainlink's form, as `tools/PoolAggregator` tells it.
 */
export async function deployLending(
  client: ChainClient,
  { dollar, weth }: Pick<Venue, 'dollar' | 'weth'>,
  aggregator: Address,
  {
    liquidityUsd6 = LIQUIDITY_USD6,
    maxLoanBps = 8_000n,
    thresholdBps = 8_250n,
    bonusBps = 10_500n,
  }: LendingOptions = {},
): Promise<Lending> {
  const { deployer } = localAccounts
  const libraries: Partial<Record<Name, Address>> = {}
  const abis = new Map<Address, Abi>()
  const deploy = async (name: Name, args: readonly unknown[] = []) => {
    const file = `@aave/core-v3/artifacts/contracts/${folders[name]}/${name}.sol/${name}.json`
    const artifact = linkArtifact(file, libraries)
    const address = await deployArtifact(client, deployer, name, artifact, args)
    abis.set(address, artifact.abi)
    return address
  }
  const call = (address: Address, functionName: string, ...args: readonly unknown[]) =>
    send(client, deployer, { address, abi: abis.get(address) ?? lendingAbi, functionName, args })

  const provider = await deploy('PoolAddressesProvider', ['Gimbal', deployer.address])
  for (const name of libraryNames) libraries[name] = await deploy(name)
  // It calls BorrowLogic itself.
  libraries.FlashLoanLogic = await deploy('FlashLoanLogic')
  await call(provider, 'setACLAdmin', deployer.address)
  const roles = await deploy('ACLManager', [provider])
  await call(provider, 'setACLManager', roles)
  await call(roles, 'addPoolAdmin', deployer.address)
  await call(roles, 'addEmergencyAdmin', deployer.address)
  await call(roles, 'addAssetListingAdmin', deployer.address)
  const dollarFeed = await deploy('MockAggregator', [DOLLAR_PRICE])
  const assets = [dollar, weth]
  const feeds = [dollarFeed, aggregator]
  const oracleArgs = [provider, assets, feeds, zeroAddress, zeroAddress, DOLLAR_PRICE]
  const oracle = await deploy('AaveOracle', oracleArgs)
  await call(provider, 'setPriceOracle', oracle)

  const read = (functionName: 'getPool' | 'getPoolConfigurator') =>
    client.readContract({ address: provider, abi: lendingAbi, functionName })
  const poolCode = await deploy('Pool', [provider])
  await call(poolCode, 'initialize', provider)
  await call(provider, 'setPoolImpl', poolCode)
  const pool = await read('getPool')
  const configuratorCode = await deploy('PoolConfigurator')
  await call(configuratorCode, 'initialize', provider)
  await call(provider, 'setPoolConfiguratorImpl', configuratorCode)
  const configurator = await read('getPoolConfigurator')

  const shared = {
    aTokenImpl: await deploy('AToken', [pool]),
    stableDebtTokenImpl: await deploy('StableDebtToken', [pool]),
    variableDebtTokenImpl: await deploy('VariableDebtToken', [pool]),
    interestRateStrategyAddress: await deploy('DefaultReserveInterestRateStrategy', [
      provider,
      ...RATES,
    ]),
    treasury: deployer.address,
    incentivesController: zeroAddress,
    params: '0x10',
  }
  const reserves = [
    Object.assign(describeReserve(dollar, 6, 'USD'), shared),
    Object.assign(describeReserve(weth, 18, 'WETH'), shared),
  ]
  abis.set(configurator, abis.get(configuratorCode) as Abi)
  await call(configurator, 'initReserves', reserves)
  const setTerms = 'configureReserveAsCollateral'
  await call(configurator, setTerms, dollar, ...DOLLAR_TERMS)
  await call(configurator, setTerms, weth, maxLoanBps, thresholdBps, bonusBps)
  for (const asset of assets) await call(configurator, 'setReserveBorrowing', asset, true)

  await lend(client, { dollar, pool }, liquidityUsd6)
  return { dollar, weth, provider, pool, oracle }
}

/** Deploys the adapter (`contracts/venues/lending/AaveV3Venue.sol`) for one vault, which binds it. */
export function deployLendingVenue(
  client: ChainClient,
  { provider, dollar, weth }: Lending,
): Promise<Address> {
  const artifact = readArtifact('venues/lending/AaveV3Venue')
  const args = [provider, dollar, weth]
  return deployArtifact(client, localAccounts.deployer, 'AaveV3Venue', artifact, args)
}

function describeReserve(asset: Address, decimals: number, symbol: string) {
  return {
    underlyingAsset: asset,
    underlyingAssetDecimals: decimals,
    aTokenName: `Lent ${symbol}`,
    aTokenSymbol: `a${symbol}`,
    stableDebtTokenName: `Owed ${symbol}, fixed`,
    stableDebtTokenSymbol: `s${symbol}`,
    variableDebtTokenName: `Owed ${symbol}`,
    variableDebtTokenSymbol: `v${symbol}`,
  }
}

/** The local dollar lets anybody mint. */
async function lend(
  client: ChainClient,
  { dollar, pool }: Pick<Lending, 'dollar' | 'pool'>,
  amountUsd6: bigint,
): Promise<void> {
  await client.setBalance({ address: lender.address, value: parseEther('1000000') })
  const call = (address: Address, functionName: string, args: readonly unknown[]) =>
    send(client, lender, { address, abi: lendingAbi, functionName, args })
  await call(dollar, 'mint', [lender.address, amountUsd6])
  await call(dollar, 'approve', [pool, maxUint256])
  await call(pool, 'supply', [dollar, amountUsd6, lender.address, 0])
}
