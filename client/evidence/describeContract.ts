import { isAddressEqual, zeroAddress } from 'viem'
import {
  DANGER,
  type EvidenceContract,
  formatAmount,
  formatMarket,
} from '../../governance/index.ts'
import type { KeptState } from '../../observation/proven/index.ts'
import { formatDuration } from '../formatDuration.ts'
import { formatUtc } from '../formatUtc.ts'
import type { ReporterNow, ReporterSettings } from './readReporter.ts'
import type { Ring } from './readRings.ts'
import type { Tolerances } from './tolerances.ts'

/** What was read of a contract of evidence, at one block. */
export interface ContractFacts extends ReporterNow, Pick<EvidenceContract, 'address' | 'kind'> {
  /** Undefined: a pool of its source does not answer. */
  rings: readonly Ring[] | undefined
  /** Of a checker. */
  tolerances: Tolerances | undefined
  /** Whether its code is this build's with those settings; undefined: nobody has compared the two. */
  isCodeKnown: boolean | undefined
  /** Of the block, unix seconds. */
  now: bigint
}

const SEGMENT_SEC = 120n
/** What is measured, and the segment that is not whole yet. */
const MEMORY_SEC = 1_920n

const toleranceNames: readonly (readonly [keyof Tolerances, string])[] = [
  ['baseFeePips', 'base fee'],
  ['gasUsedRatioPips', 'gas used (percentage points)'],
  ['nativePricePips', 'price'],
  ['depthPips', 'depth'],
  ['averagesPips', 'usual depth and variance'],
  ['navPips', 'value'],
  ['toldPips', 'what contracts tell'],
]

/** A contract of evidence in words: what was voted with its address, what it remembers, how far back its pools do. */
export function describeContract(facts: ContractFacts): EvidenceContract {
  const { address, kind, settings, state, rings, tolerances, isCodeKnown, now } = facts
  const { isLean, valuesHoldings, varianceCap, minFeeAgeBlocks, maxFeeAgeBlocks } = settings
  return {
    address,
    kind,
    facts: [
      {
        name: 'code',
        text:
          isCodeKnown === undefined
            ? 'not compared here (`gimbal proposals show` compares it)'
            : isCodeKnown
              ? 'what this build makes of these settings, byte for byte'
              : 'another than this build makes of these settings',
      },
      { name: 'of', text: `${formatMarket(settings.marketId)} of ${settings.riskParameters}` },
      { name: 'pool', text: `${settings.source.pool}, ${describeWindows(isLean)}` },
      { name: 'portfolio', text: describePortfolio(settings.source.portfolio, valuesHoldings) },
      {
        name: 'variance of one walk',
        text:
          varianceCap === 0n
            ? 'not capped'
            : `at most ${varianceCap} times the usual one, or the voted start figure`,
      },
      {
        name: 'earlier base fee',
        text: `${minFeeAgeBlocks} to ${maxFeeAgeBlocks} blocks before`,
      },
      ...(tolerances === undefined
        ? []
        : [{ name: 'signed figures may differ by', text: describeTolerances(tolerances) }]),
      { name: 'remembers', text: describeState(state, settings) },
      ...describeRings(rings, now),
    ],
  }
}

function describeWindows(isLean: boolean): string {
  return isLean
    ? 'over the last three segments of 2 minutes, and over 30 minutes'
    : 'over the last three segments of 2 minutes, and three windows of 10 minutes'
}

function describePortfolio(portfolio: string, valuesHoldings: boolean): string {
  return valuesHoldings
    ? `${portfolio}, by what it holds of the pool's two tokens`
    : `${portfolio}, by what it tells`
}

function describeTolerances(tolerances: Tolerances): string {
  return toleranceNames
    .map(([field, name]) => `${name} ${formatAmount(BigInt(tolerances[field]), 'pips')}`)
    .join(', ')
}

function describeState(state: KeptState | undefined, { source }: ReporterSettings): string {
  if (state === undefined) {
    return 'nothing yet: its averages start at the voted figures with the first measurement'
  }
  const { segment, firstSegment, varianceWad, depthRefUsd6, navUsd6 } = state
  const endOf = (number: bigint) =>
    formatUtc(BigInt(source.segmentOffsetSec) + SEGMENT_SEC * number)
  // A ten-thousandth, and a dollar.
  const variance = formatAmount((varianceWad / 10n ** 14n) * 10n ** 14n, 'wad')
  const dollars = (usd6: bigint) => formatAmount(usd6 / 1_000_000n, 'usd')
  return (
    `variance ${variance} a year, usual depth ${dollars(depthRefUsd6)}, value ${dollars(navUsd6)}; ` +
    `measured from ${endOf(firstSegment)} to ${endOf(segment)}`
  )
}

function describeRings(rings: readonly Ring[] | undefined, now: bigint): EvidenceContract['facts'] {
  if (rings === undefined) return [{ name: 'ring', text: 'its pool does not answer' }]
  return rings.map(({ pool, entries, entriesNext, oldestAt }) => {
    const grows = entriesNext > entries ? `, ${entriesNext} once it has come round` : ''
    return {
      name: 'ring',
      text: `${pool} keeps ${entries} entries${grows}; it reaches back ${formatDuration(now - oldestAt)} now`,
    }
  })
}

/** What is wrong with a contract of evidence for a market as it will be, in sentences. */
export function findContractFaults(
  { address, settings, rings, isCodeKnown, now }: ContractFacts,
  market: { riskParameters: string; marketId: string; source: object },
): string[] {
  const isOfMarket =
    isAddressEqual(
      settings.riskParameters,
      (market.riskParameters || zeroAddress) as `0x${string}`,
    ) && settings.marketId === market.marketId
  const isOfSource = isSameSource(settings.source, market.source)
  const short = (rings ?? []).filter(({ oldestAt }) => now - oldestAt < MEMORY_SEC)
  return [
    ...(isCodeKnown === false
      ? [`${DANGER}the code of ${address} is not what this build makes: it may report anything`]
      : []),
    ...(isOfMarket
      ? []
      : [`${address} measures another market: no push of it counts for this one`]),
    ...(isOfSource || !isOfMarket
      ? []
      : [
          `${address} measures another source than the market will have: it refuses every push until voters name another contract`,
        ]),
    ...(rings === undefined ? [`${address}: a pool that it measures does not answer`] : []),
    ...short.map(
      ({ pool, oldestAt }) =>
        `the memory of the pool ${pool} reaches back ${formatDuration(now - oldestAt)}, and a push needs 32 minutes of it`,
    ),
  ]
}

/** Addresses with or without their checksum, numbers of either type. */
function isSameSource(one: object, other: object): boolean {
  const entries = Object.entries(one)
  const same = entries.filter(([name, value]) => {
    const its = (other as Record<string, unknown>)[name]
    return `${value}`.toLowerCase() === `${its}`.toLowerCase()
  })
  return same.length === entries.length
}
