// The page: asks, recomputes, draws, and begins anew with every block.
//
// Its settings are a network's file, as `gimbal start` and `gimbal deploy` write them, beside the page; the market is
// what follows the # in its address.

import { type Core, loadCore } from 'gimbal/core'
import { createPublicClient, http, stringToHex } from 'viem'
import { draw, drawFailure } from './draw.ts'
import { type Market, readInForce, readLatestUpdate, type Update } from './read.ts'
import { recompute } from './recompute.ts'

interface NetworkFile {
  chainId: number
  startBlock: number
  rpcUrl?: string
  contracts: { RiskParameters: { address: `0x${string}` } }
}

const POLL_MS = 2_000

async function loadNetwork(): Promise<NetworkFile> {
  const response = await fetch('network.json')
  const text = await response.text()
  // A server for development answers with the page itself where a file is missing.
  if (!response.ok || !text.startsWith('{')) {
    throw new Error(
      "There is no network.json beside this page: copy a network's file into public/.",
    )
  }
  return JSON.parse(text)
}

async function start(): Promise<void> {
  const name = decodeURIComponent(location.hash.slice(1)) || 'weth-usd'
  const [network, core] = await Promise.all([loadNetwork(), loadCore()])
  const market: Market = {
    client: createPublicClient({ transport: http(network.rpcUrl, { batch: true }) }),
    riskParameters: network.contracts.RiskParameters.address,
    startBlock: BigInt(network.startBlock),
    // A market's id is its name in ASCII, padded with zeros: bytes32("weth-usd") in Solidity.
    marketId: stringToHex(name, { size: 32 }),
  }
  const title = `${name} on chain ${network.chainId}`

  let seenBlock: bigint | undefined
  const look = async () => {
    try {
      const inForce = await readInForce(market)
      if (inForce.blockNumber === seenBlock) return
      const update = await readLatestUpdate(market, inForce.blockNumber)
      draw({ title, name, inForce, update, outcome: update && tryRecompute(core, update) })
      seenBlock = inForce.blockNumber
    } catch (error) {
      drawFailure(error)
      seenBlock = undefined
    } finally {
      setTimeout(look, POLL_MS)
    }
  }
  await look()
}

/** The core refuses what is outside of its domain. The contract would have refused it too, so this is a finding. */
function tryRecompute(core: Core, update: Update): ReturnType<typeof recompute> {
  try {
    return recompute(core, update)
  } catch (error) {
    return `The core refuses what the chain says: ${(error as Error).message}`
  }
}

addEventListener('hashchange', () => location.reload())
start().catch(drawFailure)
