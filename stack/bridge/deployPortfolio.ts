import { type Address, getContractAddress, toFunctionSelector } from 'viem'
import { defaultPolicy, defaultWeightPips } from '../../backtest/defaultPolicy.ts'
import { readPublishedArtifact } from '../../deploy/contracts/gimbalModule.ts'
import { localAccounts } from '../local/accounts.ts'
import { readArtifact } from '../local/artifacts.ts'
import { asTimelock } from '../local/asTimelock.ts'
import { deployArtifact, send } from '../local/chainClient.ts'
import type { Venue } from '../local/deployVenue.ts'
import { LOCAL_MARKET_ID } from '../local/localMarket.ts'
import { listMessengers, type Messengers } from './deployMessengers.ts'
import { deployWarpRoutes, type WarpEnd } from './deployWarpRoutes.ts'

/** A chain on which a part of the portfolio is to lie. */
interface PortfolioEnd extends WarpEnd {
  messengers: Messengers
  venue: Pick<Venue, 'factory' | 'dollar' | 'weth' | 'feePips'>
  /** What its book reads: RiskParameters at home, RemoteParameters away. */
  riskParameters: Address
  /** Whose admin the timelock is. */
  accessManager: Address
}

export interface DeployPortfolioOptions {
  home: PortfolioEnd
  away: PortfolioEnd
  /** May move inventory on both chains. */
  keeper: Address
  /** Most of a token that may leave for the other chain in an epoch, dollars. */
  moveLimitUsd?: number
  /** What is voted of the chain away. */
  terms?: { capUsd: number; maxChangeUsd: number; maxAgeSec: number }
  /** How long an order may be traded. */
  orderLifeSec?: number
}

/** A part of the portfolio on one chain. */
export interface DeployedBook {
  book: Address
  /** WarpInventory. */
  inventory: Address
  /** Hyperlane's routers: they pay arrivals out of what they hold. */
  routes: { quote: Address; risky: Address }
}

export interface DeployedPortfolio {
  remotePortfolio: Address
  home: DeployedBook
  away: DeployedBook
}

/** AccessManager's role of who may move inventory; 0 is the admin's, 1 the guardian's. */
const KEEPER_ROLE = 2n
const MOVE = 'moveInventory(uint64,uint256,uint256)'
const defaultTerms = { capUsd: 100_000_000, maxChangeUsd: 2_000_000, maxAgeSec: 7_200 }

/**
 * Deploys a portfolio on two local chains that `deployBridge` has connected: a book on each, home's sum, and the ways of
 * inventory between them. All of it belongs to the timelocks, and nobody but the keeper has a role beside them. The books
 * are empty.
 */
export async function deployPortfolio(options: DeployPortfolioOptions): Promise<DeployedPortfolio> {
  const { home, away, keeper, moveLimitUsd = 200_000, orderLifeSec = 1_800 } = options
  const homeId = home.chain.chainId
  const [books, quoteRoutes, riskyRoutes] = [
    [await deployBook(home, homeId), await deployBook(away, homeId)] as const,
    await deployWarpRoutes([home, away], [home.venue.dollar, away.venue.dollar]),
    await deployWarpRoutes([home, away], [home.venue.weth, away.venue.weth]),
  ]
  const remotePortfolio = await deploy(home, 'RemotePortfolio', [
    home.accessManager,
    books[0],
    Number(defaultWeightPips),
    orderLifeSec,
  ])
  // The two adapters name each other.
  const { deployer } = localAccounts
  const nonce = await away.chain.client.getTransactionCount({ address: deployer.address })
  const peer = getContractAddress({ from: deployer.address, nonce: BigInt(nonce) })
  const deployInventory = (at: 0 | 1, own: PortfolioEnd, other: PortfolioEnd, its: Address) => {
    const { chainId } = other.chain
    // Local domains are chain ids.
    const args = [books[at], chainId, chainId, its, quoteRoutes[at], riskyRoutes[at]]
    return deploy(own, 'WarpInventory', args)
  }
  const ownInventory = await deployInventory(0, home, away, peer)
  const inventories = [ownInventory, await deployInventory(1, away, home, ownInventory)] as const
  const describe = (at: 0 | 1): DeployedBook => ({
    book: books[at],
    inventory: inventories[at],
    routes: { quote: quoteRoutes[at], risky: riskyRoutes[at] },
  })
  const deployed = { remotePortfolio, home: describe(0), away: describe(1) }

  const common = { portfolio: remotePortfolio, keeper, moveLimitUsd }
  await asTimelock(home.chain.client, home.timelock, async () => {
    const { client } = home.chain
    const { abi } = readArtifact('bridge/portfolio/RemotePortfolio')
    const call = { address: remotePortfolio, abi }
    for (const { address } of listMessengers(home.messengers)) {
      const args = [address, true]
      await send(client, home.timelock, { ...call, functionName: 'setMessenger', args })
    }
    const terms = { book: books[1], ...(options.terms ?? defaultTerms) }
    const args = [away.chain.chainId, terms]
    await send(client, home.timelock, { ...call, functionName: 'setChain', args })
    await setUpBook(home, deployed.home, away, common)
  })
  await asTimelock(away.chain.client, away.timelock, () =>
    setUpBook(away, deployed.away, home, common),
  )
  return deployed
}

function deploy({ chain }: PortfolioEnd, contract: string, args: readonly unknown[]) {
  const artifact = readArtifact(`bridge/portfolio/${contract}`)
  return deployArtifact(chain.client, localAccounts.deployer, contract, artifact, args)
}

function deployBook(end: PortfolioEnd, homeChainId: number): Promise<Address> {
  const { accessManager, riskParameters, venue } = end
  const settings = {
    riskParameters,
    marketId: LOCAL_MARKET_ID,
    factory: venue.factory,
    quoteToken: venue.dollar,
    riskyToken: venue.weth,
    poolFeePips: venue.feePips,
    epochSec: Number(defaultPolicy.epochSec),
    slippageCapPips: Number(defaultPolicy.slippageCapPips),
    // As the local vault: see deployVault.
    twapWindowSec: Number(defaultPolicy.epochSec),
    maxDeviationPips: 50_000, // 5 %
  }
  return deploy(end, 'Book', [accessManager, homeChainId, settings])
}

/** What a vote of the chain sets of its book. */
async function setUpBook(
  { chain, messengers, timelock, accessManager }: PortfolioEnd,
  { book, inventory }: DeployedBook,
  other: PortfolioEnd,
  settings: { portfolio: Address; keeper: Address; moveLimitUsd: number },
): Promise<void> {
  const { abi } = readArtifact('bridge/portfolio/Book')
  const { abi: managerAbi } = readPublishedArtifact('AccessManager')
  const call = (functionName: string, args: readonly unknown[]) =>
    send(chain.client, timelock, { address: book, abi, functionName, args })
  const onManager = (functionName: string, args: readonly unknown[]) =>
    send(chain.client, timelock, { address: accessManager, abi: managerAbi, functionName, args })
  await call('setPortfolio', [settings.portfolio])
  for (const { address } of listMessengers(messengers)) await call('setMessenger', [address, true])
  await call('setRoute', [other.chain.chainId, inventory, settings.moveLimitUsd])
  const selectors = [toFunctionSelector(MOVE)]
  await onManager('setTargetFunctionRole', [book, selectors, KEEPER_ROLE])
  await onManager('grantRole', [KEEPER_ROLE, settings.keeper, 0])
}
