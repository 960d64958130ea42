import { readBaseSettings } from '../../client/vaults/readBaseSettings.ts'
import type { PricedBlock } from '../../stack/demo/accountVault.ts'
import { priceBlocks } from '../../stack/demo/priceBlocks.ts'
import { type ChainClient, createChainClient } from '../../stack/local/chainClient.ts'
import type { Stack } from '../../stack/local/stack.ts'
import { accountPosition } from '../../stack/portfolio/accountPosition.ts'
import {
  type Act,
  checkPosition,
  type PositionLimits,
} from '../../stack/portfolio/checkPosition.ts'
import { compareTwins, readTwinCodes } from '../../stack/portfolio/compareTwins.ts'
import type { TwinVault } from '../../stack/portfolio/deployTwins.ts'
import type { PortfolioKind, PortfolioVenues } from '../../stack/portfolio/portfolioKind.ts'
import type { PortfolioName } from '../../stack/portfolio/portfolioNames.ts'
import { readActs } from '../../stack/portfolio/readActs.ts'
import type { PositionSampler } from '../../stack/portfolio/samplePositions.ts'
import type { RecordedDay } from '../market/readDay.ts'
import type { PortfolioFacts, PortfolioSummary, PositionSummary } from './frame.ts'
import type { PlayedDay } from './playedDay.ts'
import type { KeeperRecord } from './runKeepers.ts'

const OURS_TEXT = 'reads the voted parameters as they are pushed'
const PLAIN_TEXT =
  'reads numbers that were set by hand once: a band of 2.5 %, and back to the target each time'

interface SummarizeOptions {
  stack: Stack
  day: RecordedDay
  portfolio: PortfolioName
  kind: PortfolioKind
  venues: PortfolioVenues
  twins: readonly TwinVault[]
  sampler: PositionSampler
  played: PlayedDay
}

/** What each vault paid and risked over a played day, from the chain's own events and the recorded prices. */
export async function summarizePositions(
  options: SummarizeOptions,
): Promise<Pick<PortfolioSummary, 'vaults' | 'portfolio'>> {
  const { stack, day, portfolio, kind, twins } = options
  const client = createChainClient(stack.urls.rpc)
  const blocks = priceBlocks(day.recording, day.from, day.to)
  const vaults: PositionSummary[] = []
  for (const [index, twin] of twins.entries()) {
    vaults.push(await summarizeOne(client, options, twin, index, blocks))
  }
  const texts = [OURS_TEXT, kind.unhedgedText, PLAIN_TEXT]
  const facts: PortfolioFacts = {
    name: portfolio,
    title: kind.title,
    vaults: twins.map(({ name }, index) => ({ name, text: texts[index] as string })),
    differences: compareTwins(await readTwinCodes(client, twins)),
  }
  return { portfolio: facts, vaults }
}

async function summarizeOne(
  client: ChainClient,
  { stack, kind, venues, sampler, played }: SummarizeOptions,
  twin: TwinVault,
  index: number,
  blocks: readonly PricedBlock[],
): Promise<PositionSummary> {
  const keeper = played.keepers[index] as KeeperRecord
  const fromBlock = BigInt(played.replay.firstBlock)
  const { vault, source } = twin
  const [limits, acts, earnings, liquidations] = await Promise.all([
    readLimits(client, twin, kind),
    readActs({ client, vault, riskParameters: source, fromBlock }),
    venues.readEarnings(twin, fromBlock),
    venues.countLiquidations(twin, fromBlock),
  ])
  const costUsd6 = acts.reduce((sum, { costQuote }) => sum + costQuote, 0n)
  const gas = await sumGas(client, keeper, blocks)
  const account = accountPosition({
    samples: sampler.samples[index] ?? [],
    cost: Number(costUsd6) / 1e6,
    gas,
    riskAversion: Number(stack.marketPolicy.riskAversionE4) / 1e4,
  })
  const { startValue, endValue, j } = account
  return {
    name: twin.name,
    acts: countActs(acts),
    costUsd6,
    gasUsd6: toUsd6(gas),
    earnings,
    riskUsd6: toUsd6(account.risk),
    jUsd6: toUsd6(j),
    jPips: toPips(j / startValue),
    trackingErrorPips: toPips(account.trackingError),
    maxDriftPips: toPips(account.largestDrift),
    liquidations,
    startUsd6: toUsd6(startValue),
    endUsd6: toUsd6(endValue),
    resultUsd6: toUsd6(endValue - startValue - gas),
    brokenPromises: checkPosition(acts, limits),
  }
}

async function readLimits(
  client: ChainClient,
  { vault }: TwinVault,
  { feePips, cappedLegs }: PortfolioKind,
): Promise<PositionLimits> {
  const { epochSec, slippageCapPips, maxDeviationPips } = await readBaseSettings(client, vault)
  return {
    epochSec,
    maxDeviationPips,
    quoteDecimals: 6n,
    costPips: feePips + cappedLegs * slippageCapPips,
  }
}

function countActs(acts: readonly Act[]): Record<string, number> {
  const groups = Object.entries(Object.groupBy(acts, ({ due }) => due.action))
  return Object.fromEntries(groups.map(([action, group = []]) => [action, group.length]))
}

/** Of a keeper, dollars: each transaction at the recorded price of its time. */
async function sumGas(
  client: ChainClient,
  { spendings }: KeeperRecord,
  blocks: readonly PricedBlock[],
): Promise<number> {
  let dollars = 0
  for (const { blockNumber, gasWei } of spendings) {
    const { timestamp } = await client.getBlock({ blockNumber })
    const price = blocks.findLast(({ at }) => at <= timestamp)?.price ?? 0
    dollars += (Number(gasWei) / 1e18) * price
  }
  return dollars
}

function toUsd6(dollars: number): bigint {
  return BigInt(Math.round(dollars * 1e6))
}

function toPips(share: number): bigint {
  return BigInt(Math.round(share * 1e6))
}
