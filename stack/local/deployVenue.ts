import { type Address, getContractAddress, parseAbi } from 'viem'
import { defaultPolicy } from '../../backtest/defaultPolicy.ts'
import { tickSpacings } from '../replay/poolMath.ts'
import { localAccounts } from './accounts.ts'
import { readArtifact, readPublishedArtifact } from './artifacts.ts'
import { type ChainClient, deployArtifact, send } from './chainClient.ts'
import { StackChainError } from './errors.ts'

/** Where the local market trades: Uniswap v3 with one pool of the dollar and the wrapped native coin. */
export interface Venue {
  /** token0, 6 decimals. */
  dollar: Address
  /** token1, 18 decimals. */
  weth: Address
  factory: Address
  positionManager: Address
  router: Address
  /** Created, not yet initialised. */
  pool: Address
  /** The pool's fee, one way, 1e6 = 100 %. */
  feePips: number
}

const factoryAbi = parseAbi([
  'function createPool(address, address, uint24) returns (address)',
  'function getPool(address, address, uint24) view returns (address)',
])

/**
 * Deploys the tokens and Uniswap's own bytecode and creates the pool. It has no price yet: an index that is
 * started on it before `openPool` sees all of its history.
 *
 * @param feePips - Of the pool, 1e6 = 100 %: 500, 3,000 or 10,000, which Uniswap's factory knows.
 * @throws StackChainError for another fee.
 */
export async function deployVenue(
  client: ChainClient,
  feePips: number = Number(defaultPolicy.poolFeePips),
): Promise<Venue> {
  requireFee(feePips)
  const { deployer } = localAccounts
  const published = (path: string) => readPublishedArtifact(path)
  const deploy = (name: string, path: string, args: readonly unknown[] = []) =>
    deployArtifact(client, deployer, name, published(path), args)

  const { dollar, weth } = await deployTokens(client)
  const factory = await deploy(
    'UniswapV3Factory',
    '@uniswap/v3-core/artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory.json',
  )
  const router = await deploy(
    'SwapRouter',
    '@uniswap/v3-periphery/artifacts/contracts/SwapRouter.sol/SwapRouter.json',
    [factory, weth],
  )
  // This contract draws the pictures of positions, which are not used here; any address works.
  const descriptor = factory
  const positionManager = await deploy(
    'NonfungiblePositionManager',
    '@uniswap/v3-periphery/artifacts/contracts/NonfungiblePositionManager.sol/NonfungiblePositionManager.json',
    [factory, weth, descriptor],
  )
  const args = [dollar, weth, feePips] as const
  const call = { address: factory, abi: factoryAbi, args }
  await send(client, deployer, { ...call, functionName: 'createPool' })
  const pool = await client.readContract({ ...call, functionName: 'getPool' })
  return { dollar, weth, factory, positionManager, router, pool, feePips }
}

function requireFee(feePips: number): void {
  if (tickSpacings.has(feePips)) return
  throw new StackChainError(
    `Uniswap has no pool with a fee of ${feePips} pips; give one of ${[...tickSpacings.keys()].join(', ')}`,
  )
}

/** The pool's token0 is the lower address and has to be the dollar: whichever gets it goes first. */
async function deployTokens(client: ChainClient): Promise<Pick<Venue, 'dollar' | 'weth'>> {
  const { deployer } = localAccounts
  const from = deployer.address
  const nonce = BigInt(await client.getTransactionCount({ address: from }))
  const isFirstLower =
    BigInt(getContractAddress({ from, nonce })) <
    BigInt(getContractAddress({ from, nonce: nonce + 1n }))
  const deployDollar = () =>
    deployArtifact(client, deployer, 'LocalDollar', readArtifact('tools/LocalDollar'))
  const deployWeth = () =>
    deployArtifact(
      client,
      deployer,
      'WETH9',
      readPublishedArtifact('canonical-weth/build/contracts/WETH9.json'),
    )
  if (isFirstLower) {
    const dollar = await deployDollar()
    return { dollar, weth: await deployWeth() }
  }
  const weth = await deployWeth()
  return { dollar: await deployDollar(), weth }
}
