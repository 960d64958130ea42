import { type Address, erc20Abi, parseAbi, parseEther, parseUnits } from 'viem'
import { bookAbi, remotePortfolioAbi } from '../../../abi/index.ts'
import { deliverTransfers } from '../../../stack/bridge/deliverTransfers.ts'
import { type DeployedBook, deployPortfolio } from '../../../stack/bridge/deployPortfolio.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { asTimelock } from '../../../stack/local/asTimelock.ts'
import { type ChainClient, send } from '../../../stack/local/chainClient.ts'
import { deployVenue, type Venue } from '../../../stack/local/deployVenue.ts'
import { openPool } from '../../../stack/local/openPool.ts'
import { AWAY_CHAIN_ID, type ChainsWorld } from './chainsWorld.ts'

/** As the pool of the home stack: $2,000. */
const TICK = 200_311n
/** Ten times home's. */
const AWAY_LIQUIDITY = 78_000_000_000_000_000_000n
/** Of a token to the other chain in an epoch. */
const MOVE_LIMIT_USD = 60_000
export const MAX_AGE_SEC = 7_200
const TERMS = { capUsd: 100_000_000, maxChangeUsd: 2_000_000, maxAgeSec: MAX_AGE_SEC }
/** What each router has to pay arrivals with. */
const IN_ROUTER = { dollars: 1_000_000, weth: 500 }

const dollarAbi = parseAbi(['function mint(address, uint256)'])
const tokenAbi = parseAbi(['function transfer(address, uint256) returns (bool)'])

/** Of both tokens, in their smallest units. */
export interface Held {
  quote: bigint
  risky: bigint
}

interface Place {
  client: ChainClient
  venue: Venue
  deployed: DeployedBook
  timelock: Address
}

export type PortfolioWorld = Awaited<ReturnType<typeof addPortfolio>>

/** A portfolio on the two chains of a world, with a pool away that is deeper than home's. */
export async function addPortfolio(world: ChainsWorld, keeper: Address) {
  const { stack, home, away, deployed } = world
  const { governance, venue } = stack.addresses
  const { contracts } = deployed.remote
  const awayVenue = await deployVenue(away, venue.feePips)
  const opening = { tick: TICK, liquidity: AWAY_LIQUIDITY, observationCardinality: 600 }
  await openPool(away, awayVenue, opening)
  const { remotePortfolio, ...books } = await deployPortfolio({
    home: {
      chain: { client: home, chainId: stack.chainId, name: 'local' },
      venue,
      messengers: deployed.bridges.home,
      riskParameters: governance.riskParameters,
      accessManager: governance.manager,
      timelock: governance.timelock,
    },
    away: {
      chain: { client: away, chainId: AWAY_CHAIN_ID, name: 'local-2' },
      venue: awayVenue,
      messengers: deployed.bridges.away,
      riskParameters: contracts.remoteParameters as Address,
      accessManager: contracts.accessManager as Address,
      timelock: contracts.timelock as Address,
    },
    keeper,
    moveLimitUsd: MOVE_LIMIT_USD,
    terms: TERMS,
  })
  const places: Record<'home' | 'away', Place> = {
    home: { client: home, venue, deployed: books.home, timelock: governance.timelock },
    away: {
      client: away,
      venue: awayVenue,
      deployed: books.away,
      timelock: contracts.timelock as Address,
    },
  }

  const give = async (
    { client, venue: at }: Place,
    to: Address,
    { dollars, weth }: { dollars: number; weth: number },
  ) => {
    const { trader } = localAccounts
    const args = [to, parseUnits(`${dollars}`, 6)]
    await send(client, trader, { address: at.dollar, abi: dollarAbi, functionName: 'mint', args })
    const sent = [to, parseEther(`${weth}`)]
    const call = { address: at.weth, abi: tokenAbi, functionName: 'transfer', args: sent }
    await send(client, trader, call)
  }
  for (const place of Object.values(places)) {
    const { quote, risky } = place.deployed.routes
    await give(place, quote, { dollars: IN_ROUTER.dollars, weth: 0 })
    await give(place, risky, { dollars: 0, weth: IN_ROUTER.weth })
  }

  const balanceOf = ({ client, venue: at }: Place, token: 'dollar' | 'weth', account: Address) =>
    client.readContract({
      address: at[token],
      abi: erc20Abi,
      functionName: 'balanceOf',
      args: [account],
    })

  const readHeld = async (name: 'home' | 'away'): Promise<Held> => {
    const { book } = places[name].deployed
    return {
      quote: await balanceOf(places[name], 'dollar', book),
      risky: await balanceOf(places[name], 'weth', book),
    }
  }

  const mailboxes = {
    home: deployed.bridges.home.hyperlane.mailbox,
    away: deployed.bridges.away.hyperlane.mailbox,
  }

  return {
    remotePortfolio,
    places,
    give,
    readHeld,
    /** What all books, adapters and routers hold beyond what the routers began with. */
    async readTotal(): Promise<Held> {
      const held = await Promise.all(
        Object.values(places).map(async (place) => {
          const { book, inventory, routes } = place.deployed
          const quotes = [book, inventory, routes.quote].map((account) =>
            balanceOf(place, 'dollar', account),
          )
          const riskies = [book, inventory, routes.risky].map((account) =>
            balanceOf(place, 'weth', account),
          )
          return { quote: sum(await Promise.all(quotes)), risky: sum(await Promise.all(riskies)) }
        }),
      )
      return {
        quote: sum(held.map(({ quote }) => quote)) - parseUnits(`${IN_ROUTER.dollars * 2}`, 6),
        risky: sum(held.map(({ risky }) => risky)) - parseEther(`${IN_ROUTER.weth * 2}`),
      }
    },
    /** What home counts. */
    async readCounted(): Promise<Held> {
      const chains = await home.readContract({
        address: remotePortfolio,
        abi: remotePortfolioAbi,
        functionName: 'chains',
      })
      return {
        quote: sum(chains.map(({ quoteCounted }) => quoteCounted)),
        risky: sum(chains.map(({ riskyCounted }) => riskyCounted)),
      }
    },
    readChains: () =>
      home.readContract({
        address: remotePortfolio,
        abi: remotePortfolioAbi,
        functionName: 'chains',
      }),
    readPlan: () =>
      home.readContract({
        address: remotePortfolio,
        abi: remotePortfolioAbi,
        functionName: 'plan',
      }),
    readFigures: () =>
      home.readContract({
        address: remotePortfolio,
        abi: remotePortfolioAbi,
        functionName: 'portfolioFigures',
      }),
    /** Takes tokens out of a book, as a vote of its chain does. */
    async withdraw(name: 'home' | 'away', token: 'dollar' | 'weth', amount: bigint) {
      const { client, venue: at, deployed: own, timelock } = places[name]
      const args = [at[token], amount, localAccounts.trader.address]
      await asTimelock(client, timelock, async () => {
        await send(client, timelock, {
          address: own.book,
          abi: bookAbi,
          functionName: 'withdraw',
          args,
        })
      })
    },
    /** Brings all tokens that routers have sent. */
    async deliverTokens(): Promise<number> {
      const routersOf = ({ deployed: { routes } }: Place) => [routes.quote, routes.risky]
      const ends = {
        home: { client: home, chainId: stack.chainId, mailbox: mailboxes.home },
        away: { client: away, chainId: AWAY_CHAIN_ID, mailbox: mailboxes.away },
      }
      const out = await deliverTransfers(ends.home, ends.away, routersOf(places.home))
      return out + (await deliverTransfers(ends.away, ends.home, routersOf(places.away)))
    },
  }
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n)
}
