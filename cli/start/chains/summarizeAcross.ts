import type { Core } from '../../../core/index.ts'
import type { Across } from '../../../stack/chains/across.ts'
import { haltAtHome } from '../../../stack/chains/haltAtHome.ts'
import { passBlocks } from '../../../stack/chains/passBlocks.ts'
import { RELAYER_ETHER, relayerAccount } from '../../../stack/chains/startRelayer.ts'
import { createChainClient } from '../../../stack/local/chainClient.ts'
import type { Stack } from '../../../stack/local/stack.ts'
import type { AwayFrame } from './frame.ts'
import { type CarriedUpdate, recheckUpdates } from './recheckUpdates.ts'
import type { watchAway } from './watchAway.ts'

/** What came of the second chain. */
export interface AcrossSummary {
  name: string
  bridges: readonly string[]
  updates: readonly CarriedUpdate[]
  messages: AwayFrame['messages']
  /** The largest step that was still missing away behind home, in its own updates: how often bounds held something back. */
  heldBack: number
  /** What the relayer paid on each chain, wei. */
  paidHomeWei: bigint
  paidAwayWei: bigint
  /** Of home's asset, 1e6 = $1. */
  nativePriceUsd6: bigint
  halt: { blocksTaken: number | undefined; isOnFallback: boolean }
}

interface SummarizeOptions {
  stack: Stack
  across: Across
  core: Core
  away: Awaited<ReturnType<typeof watchAway>>
  nativePriceUsd6: bigint
}

/** Status of a market that is on its fallback, as the contracts number it. */
const FALLBACK = 4
const MOST_BLOCKS = 120

/**
 * Rechecks everything that came to the second chain, lets what is under way arrive, and has home's guardian halt the market
 * at last.
 */
export async function summarizeAcross(options: SummarizeOptions): Promise<AcrossSummary> {
  const { stack, across, core, away } = options
  const isSettled = async () => (await away.read())?.away.messages.underWay === 0
  await passBlocks(stack, across, isSettled, MOST_BLOCKS)
  const updates = await recheckUpdates(stack, across, core)
  const halt = await haltAtHome(stack, across)
  await passBlocks(stack, across, isSettled, MOST_BLOCKS)
  const last = await away.read()
  const paid = async (url: string) => {
    const { address } = relayerAccount
    return RELAYER_ETHER - (await createChainClient(url).getBalance({ address }))
  }
  return {
    name: across.away.name,
    bridges: across.bridge.messengers.map(({ name }) => name),
    updates,
    messages: last?.away.messages ?? { sent: 0, delivered: 0, underWay: 0, failed: 0 },
    heldBack: updates.filter(({ target, newValues }) => {
      return Object.entries(target).some(
        ([field, value]) => newValues[field as keyof typeof newValues] !== value,
      )
    }).length,
    paidHomeWei: await paid(stack.urls.rpc),
    paidAwayWei: await paid(across.away.urls.rpc),
    nativePriceUsd6: options.nativePriceUsd6,
    halt: { blocksTaken: halt.blocksTaken, isOnFallback: halt.awayStatus === FALLBACK },
  }
}
