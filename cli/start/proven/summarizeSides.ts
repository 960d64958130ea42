import { formatMarket } from '../../../governance/index.ts'
import { type ChainClient, createChainClient } from '../../../stack/local/chainClient.ts'
import { LOCAL_MARKET_ID, PROVEN_MARKET_ID } from '../../../stack/local/localMarket.ts'
import type { Stack } from '../../../stack/local/stack.ts'
import type { Verdict } from '../../../verify/verdict.ts'
import { countVerdicts } from '../countVerdicts.ts'
import type { EvidenceSummary, SideBySide } from '../frame.ts'
import type { PlayedDay } from '../playedDay.ts'
import type { CountedPush } from '../watchChain.ts'
import { alignChanges, type Change, compareMoments } from './compareMarkets.ts'
import { fetchTargets } from './fetchTargets.ts'

interface SidesOptions {
  stack: Pick<Stack, 'urls'>
  played: PlayedDay
  /** Of the signed market, and of the proven one. */
  verdicts: { signed: readonly Verdict[]; proven: readonly Verdict[] }
  isOfCore(verdict: Verdict): boolean
}

const WEI_PER_ETHER = 10n ** 18n

/** What a played day says of the same market by signed evidence and by evidence that nobody signs. */
export async function summarizeSides(options: SidesOptions): Promise<SideBySide> {
  const { stack, played, verdicts, isOfCore } = options
  const { last, replicas, prover } = played.record
  const { pushes } = last
  const { pushes: provenPushes } = last.proven
  const client = createChainClient(stack.urls.rpc)
  const describe = async (
    market: EvidenceSummary['market'],
    counted: readonly CountedPush[],
    checked: readonly Verdict[],
    wasted: number,
  ): Promise<EvidenceSummary> => {
    const costs = await readCosts(client, counted)
    return { market, pushes: counted.length, ...countVerdicts(checked), wasted, ...costs }
  }
  const [signed, proven, moments] = await Promise.all([
    describe(formatMarket(LOCAL_MARKET_ID), pushes, verdicts.signed, replicas.wasted),
    describe(formatMarket(PROVEN_MARKET_ID), provenPushes, verdicts.proven, prover.wasted),
    alignTargets(stack.urls.graphql ?? '', provenPushes),
  ])
  const stretches = alignChanges(pushes.map(toChange), provenPushes.map(toChange), last.blockNumber)
  return {
    reporter: played.prover.reporter,
    signed,
    proven,
    storedEqualsCore: verdicts.proven.every(isOfCore),
    targets: { moments: moments.length, distances: compareMoments(moments) },
    inForce: {
      blocks: stretches.reduce((sum, { weight }) => sum + weight, 0),
      distances: compareMoments(stretches),
    },
  }
}

function toChange({ blockNumber, newValues }: CountedPush): Change {
  return { blockNumber, values: newValues }
}

/** Each proven push, and what the signed market's index measured of the same end. */
async function alignTargets(url: string, pushes: readonly CountedPush[]) {
  const [first, last] = [pushes[0], pushes.at(-1)]
  if (first === undefined || last === undefined) return []
  const span = { fromAt: first.observedAt, toAt: last.observedAt + 1n }
  const targets = await fetchTargets(url, LOCAL_MARKET_ID, span)
  return pushes.flatMap(({ observedAt, target: proven }) => {
    const signed = targets.get(observedAt)
    return signed === undefined ? [] : [{ signed, proven, weight: 1 }]
  })
}

async function readCosts(client: ChainClient, pushes: readonly CountedPush[]) {
  const receipts = await Promise.all(
    pushes.map(({ transactionHash: hash }) => client.getTransactionReceipt({ hash })),
  )
  const gas = receipts.map(({ gasUsed }) => gasUsed).toSorted((a, b) => Number(a - b))
  const paidUsd6 = receipts.map(({ gasUsed, effectiveGasPrice }, at) => {
    const priceUsd6 = pushes[at]?.observation.nativePriceUsd6 ?? 0n
    return (gasUsed * effectiveGasPrice * priceUsd6) / WEI_PER_ETHER
  })
  return {
    medianGas: gas[Math.floor((gas.length - 1) / 2)],
    paidUsd6: paidUsd6.reduce((sum, cost) => sum + cost, 0n),
  }
}
