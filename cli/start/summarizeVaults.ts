import { defaultWeightPips } from '../../backtest/defaultPolicy.ts'
import {
  accountVault,
  type Fill,
  type Holdings,
  type PricedBlock,
  type VaultAccount,
} from '../../stack/demo/accountVault.ts'
import { checkVault, type Rebalance } from '../../stack/demo/checkVault.ts'
import { priceBlocks } from '../../stack/demo/priceBlocks.ts'
import type { TokenHoldings } from '../../stack/demo/readHoldings.ts'
import { readRebalances } from '../../stack/demo/readRebalances.ts'
import { readVaultLimits } from '../../stack/demo/readVaultLimits.ts'
import { type ChainClient, createChainClient } from '../../stack/local/chainClient.ts'
import type { Stack } from '../../stack/local/stack.ts'
import type { RecordedDay } from '../market/readDay.ts'
import type { VaultSummary } from './frame.ts'
import type { PlayedDay, PlayedVault } from './playedDay.ts'
import type { KeeperRecord } from './runKeepers.ts'

/** What each vault paid and risked over a played day, from the chain's own events and the recorded prices. */
export function summarizeVaults(
  stack: Stack,
  day: RecordedDay,
  { vaults, keepers, replay }: PlayedDay,
): Promise<VaultSummary[]> {
  const client = createChainClient(stack.urls.rpc)
  const blocks = priceBlocks(day.recording, day.from, day.to)
  const { riskAversionE4, poolFeePips } = stack.marketPolicy
  const [riskAversion, fee] = [Number(riskAversionE4) / 1e4, Number(poolFeePips) / 1e6]
  const summarize = async (vault: PlayedVault, keeper: KeeperRecord): Promise<VaultSummary> => {
    const [limits, rebalances] = await Promise.all([
      readVaultLimits(client, vault.address),
      readRebalances(client, vault.address, BigInt(replay.firstBlock)),
    ])
    const account = accountVault({
      blocks,
      start: toHoldings(vault.start),
      fills: await listFills(client, rebalances, keeper, blocks),
      weight: Number(defaultWeightPips) / 1e6,
      fee,
      riskAversion,
    })
    return {
      name: keeper.name,
      ...describeAccount(account),
      rebalances: rebalances.length,
      brokenPromises: [...checkVault(rebalances, limits), ...checkBooks(vault, rebalances)],
    }
  }
  return Promise.all(vaults.map((vault, index) => summarize(vault, keepers[index] as KeeperRecord)))
}

function describeAccount(account: VaultAccount) {
  const { startValue, endValue, j } = account
  return {
    feeUsd6: toUsd6(account.fee),
    impactUsd6: toUsd6(account.impact),
    gasUsd6: toUsd6(account.gas),
    riskUsd6: toUsd6(account.risk),
    jUsd6: toUsd6(j),
    jPips: toPips(j / startValue),
    targetEarnedUsd6: toUsd6(account.targetEarned),
    driftEarnedUsd6: toUsd6(account.driftEarned),
    startUsd6: toUsd6(startValue),
    endUsd6: toUsd6(endValue),
    meanDriftPips: toPips(account.meanDrift),
    maxDriftPips: toPips(account.largestDrift),
  }
}

/** The trades of a vault, and the gas of its keeper, each transaction at the time of its block. */
async function listFills(
  client: ChainClient,
  rebalances: readonly Rebalance[],
  { spendings }: KeeperRecord,
  blocks: readonly PricedBlock[],
): Promise<Fill[]> {
  const trades = rebalances.map((rebalance): Fill => {
    const { dollar, weth } = findChange(rebalance)
    const change = toHoldings({ dollar, weth })
    return { at: rebalance.blockAt, ...change, gasDollars: 0 }
  })
  const gas = spendings.map(async ({ blockNumber, gasWei }): Promise<Fill> => {
    const { timestamp: at } = await client.getBlock({ blockNumber })
    const price = blocks.findLast((block) => block.at <= at)?.price ?? 0
    return { at, dollars: 0, units: 0, gasDollars: (Number(gasWei) / 1e18) * price }
  })
  return [...trades, ...(await Promise.all(gas))].sort((a, b) => Number(a.at - b.at))
}

function findChange({ isRiskySold, quoteAmount, riskyAmount }: Rebalance): TokenHoldings {
  return isRiskySold
    ? { dollar: quoteAmount, weth: -riskyAmount }
    : { dollar: -quoteAmount, weth: riskyAmount }
}

/** Whether the trades are all that has changed what the vault holds, to the unit. */
function checkBooks({ start, end }: PlayedVault, rebalances: readonly Rebalance[]): string[] {
  const changes = rebalances.map(findChange)
  return (['dollar', 'weth'] as const).flatMap((token) => {
    const expected = changes.reduce((sum, change) => sum + change[token], start[token])
    if (expected === end[token]) return []
    return [`it holds ${end[token]} of ${token}, by its trades it should hold ${expected}`]
  })
}

function toHoldings({ dollar, weth }: TokenHoldings): Holdings {
  return { dollars: Number(dollar) / 1e6, units: Number(weth) / 1e18 }
}

function toUsd6(dollars: number): bigint {
  return BigInt(Math.round(dollars * 1e6))
}

function toPips(share: number): bigint {
  return BigInt(Math.round(share * 1e6))
}
