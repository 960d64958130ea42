import type { Hex } from 'viem'
import { defaultPolicy } from '../../backtest/defaultPolicy.ts'
import type { Core, Parameters } from '../../core/index.ts'
import { formatMarket, groupMoves } from '../../governance/index.ts'
import { maxOf } from '../../observation/integerMath.ts'
import { LOCAL_MARKET_ID, PROVEN_MARKET_ID } from '../../stack/local/localMarket.ts'
import type { Stack } from '../../stack/local/stack.ts'
import type { Verdict } from '../../verify/verdict.ts'
import type { RecordedDay } from '../market/readDay.ts'
import { readNetwork } from '../network/readNetwork.ts'
import { recheckOnBothEngines } from '../verify/verifyUpdates.ts'
import { countVerdicts } from './countVerdicts.ts'
import { findShockTime } from './findShockTime.ts'
import type { AnySummary } from './frame.ts'
import type { LineUp } from './lineUp/lineUp.ts'
import { listChecks } from './listChecks.ts'
import type { PlayedDay } from './playedDay.ts'
import { summarizeSides } from './proven/summarizeSides.ts'
import { findReason } from './watchReplicas.ts'

interface SummarizeOptions {
  stack: Stack
  day: RecordedDay
  /** From when on vaults could trade, unix seconds. */
  watchAt: bigint
  core: Core
  played: PlayedDay & { lineUp: LineUp }
  elapsedSec: number
}

/** Rechecks everything that a day left on the chain, and says what it came to. */
export async function summarizeDay(options: SummarizeOptions): Promise<AnySummary> {
  const { stack, day, watchAt, played, elapsedSec } = options
  const { governed, replicas, replay, record } = played
  const network = await readNetwork({ network: 'local', dir: stack.folder })
  const { last } = record
  const isPushed = last.pushes.length + last.proven.pushes.length > 0
  const { verdicts: all } = isPushed
    ? await recheckOnBothEngines({ network, which: 'all', market: undefined })
    : { verdicts: [] }
  // The bots are still at work: what they pushed after the last look at the day is not a part of it.
  const listOf = (market: Hex) =>
    all.filter(({ update: { marketId, blockNumber } }) => {
      return marketId === market && blockNumber <= last.blockNumber
    })
  const verdicts = listOf(LOCAL_MARKET_ID)
  const provenVerdicts = listOf(PROVEN_MARKET_ID)
  const { alarms, disagreements, wasted } = record.replicas
  const failures = played.keepers.flatMap(({ name, failures }) =>
    failures.map((failure) => `the keeper of ${name}: ${failure}`),
  )
  const summary: AnySummary = {
    isPassed: true,
    market: formatMarket(LOCAL_MARKET_ID),
    replayed: {
      name: day.recording.name,
      title: day.recording.title,
      source: day.recording.source,
      from: day.from,
      watchedFrom: watchAt,
      to: day.to,
      blocks: replay.blocks,
      rows: replay.rows,
      trades: replay.trades,
      sharedRows: replay.sharedRows,
    },
    riskAversionE4: stack.marketPolicy.riskAversionE4,
    governance: governed,
    pushes: { ...countPushes(played, verdicts), wasted },
    disagreements,
    values: { ...describeValues(played, options), storedEqualsCore: verdicts.every(isOfCore) },
    sideBySide: await summarizeSides({
      stack,
      played,
      verdicts: { signed: verdicts, proven: provenVerdicts },
      isOfCore,
    }),
    ...(await played.lineUp.summarize(played)),
    elapsedSec,
    urls: {
      console: stack.urls.console ?? '',
      rpc: stack.urls.rpc,
      graphql: stack.urls.graphql ?? '',
      metrics: replicas.map(({ url }) => `${url}/metrics`),
      ready: replicas.map(({ url }) => `${url}/ready`),
    },
    problems: [...alarms, ...record.prover.alarms, ...failures],
  }
  return { ...summary, isPassed: listChecks(summary).every(({ isOk }) => isOk) }
}

/** Whether target, bounds and stored values came out as on chain; evidence and observation are not the core's. */
function isOfCore({ steps }: Verdict): boolean {
  return steps
    .filter(({ name }) => /^(target|bounds|stored)/.test(name))
    .every(({ differences }) => differences.length === 0)
}

function countPushes({ record }: PlayedDay, verdicts: readonly Verdict[]) {
  const { pushes } = record.last
  const count = (names: readonly string[]): Record<string, number> => {
    const groups = Object.entries(Object.groupBy(names, (name) => name))
    return Object.fromEntries(groups.map(([name, group = []]) => [name, group.length]))
  }
  return {
    ...countVerdicts(verdicts),
    count: pushes.length,
    withinEpoch: countWithinEpoch(pushes.map(({ observedAt }) => observedAt)),
    byReplica: count(pushes.map(({ replica }) => replica)),
    reasons: count(
      pushes.map((push) => groupMoves(findReason(record.replicas, push) ?? 'unknown')),
    ),
    medianBlocksTaken: median(pushes.map(({ blocksTaken }) => blocksTaken)),
  }
}

/** How many of them, in their order, are of the same epoch as the one before. */
function countWithinEpoch(observedAt: readonly bigint[]): number {
  const epochs = observedAt.map((at) => at / defaultPolicy.epochSec)
  return epochs.filter((epoch, index) => epoch === epochs[index - 1]).length
}

function describeValues({ record }: PlayedDay, { core, day, watchAt }: SummarizeOptions) {
  const active = record.frames.filter(({ status }) => status === 'Active')
  const shock = findShockTime(core, day)
  const calm = active.findLast(({ at }) => shock !== undefined && at < shock.startAt)
  const latest = record.last.values
  const tightest = active.reduce<Parameters>(
    (least, { values }) => (values.aggressivenessPips < least.aggressivenessPips ? values : least),
    active[0]?.values ?? latest,
  )
  const fees = day.recording.blocks
    .filter(({ at }) => at >= watchAt && at < day.to)
    .map(({ baseFeePerGas }) => baseFeePerGas)
  return {
    epochSec: defaultPolicy.epochSec,
    shockAt: shock?.startAt,
    first: (calm ?? active[0])?.values ?? latest,
    tightest,
    last: latest,
    peakBaseFeePerGas: fees.reduce(maxOf, 0n),
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
}
