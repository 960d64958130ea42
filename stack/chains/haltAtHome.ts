import { remoteParametersAbi } from '../../abi/index.ts'
import { localAccounts } from '../local/accounts.ts'
import { readArtifact } from '../local/artifacts.ts'
import { createChainClient } from '../local/chainClient.ts'
import { LOCAL_MARKET_ID } from '../local/localMarket.ts'
import type { Stack } from '../local/stack.ts'
import type { Across } from './across.ts'
import { passBlocks } from './passBlocks.ts'

/** More than a message takes by many times; a busy machine is slow. */
const MOST_BLOCKS = 120
/** Status of a market that its guardian halted, as the contracts number it. */
const HALTED = 3

/** How home's halt came to the other chain. */
export interface CarriedHalt {
  /** Blocks of home from the halt to its effect away; undefined: it did not come. */
  blocksTaken: number | undefined
  /** What a reader gets there then, as the contracts number it. */
  awayStatus: number
}

/** The guardian of home halts the local market, and blocks come until the other chain knows. */
export async function haltAtHome(
  stack: Pick<Stack, 'urls' | 'addresses'>,
  across: Across,
): Promise<CarriedHalt> {
  const home = createChainClient(stack.urls.rpc)
  const client = createChainClient(across.away.urls.rpc)
  const remote = {
    address: across.away.contracts.remoteParameters,
    abi: remoteParametersAbi,
    args: [LOCAL_MARKET_ID],
  } as const
  await home.writeContract({
    address: stack.addresses.governance.riskParameters,
    abi: readArtifact('RiskParameters').abi,
    functionName: 'halt',
    args: [LOCAL_MARKET_ID],
    account: localAccounts.guardian,
    chain: null,
  })
  const isKnown = async () => {
    const { homeStatus } = await client.readContract({ ...remote, functionName: 'marketState' })
    return homeStatus === HALTED
  }
  const blocksTaken = await passBlocks(stack, across, isKnown, MOST_BLOCKS)
  const [, awayStatus] = await client.readContract({ ...remote, functionName: 'parameters' })
  return { blocksTaken, awayStatus }
}
