import { parseAbi } from 'viem'
import type { Observation, ParameterField, Parameters } from '../../../core/index.ts'
import { type AttackChain, feeAges, reporterNames } from './attackChain.ts'
import { attacks } from './attacks.ts'
import { computeMoveFeeUsd, computeMoveLossUsd, computeNarrowPositionUsd } from './costs.ts'
import { computeMoments, type MomentFigures } from './moments.ts'
import { honest, runAttack, runAttacks, type Seen, startAtHonestPush } from './runAttacks.ts'
import { runSchedules, type ScheduleFigures } from './schedules.ts'

const FEE_PIPS = 500
const TICK_SPACING = 10
const UP_10 = 1.1

/** What an attack moved, in per cent of what the push would have said without it. */
export interface Moved {
  depth: number
  price: number
  variance: number
  baseFee: number
  /** Percentage points. */
  gasUsed: number
  nav: number
  target: Readonly<Record<ParameterField, number>>
}

interface AttackLine {
  name: string
  title: string
  /** With segments that begin where slots do, with segments at whole minutes, and without a cap on the variance. */
  slots: Moved
  minutes: Moved
  uncapped: Moved
}

export interface AttackReport {
  honest: Seen
  lines: readonly AttackLine[]
  schedules: Awaited<ReturnType<typeof runSchedules>>
  moments: MomentFigures
  costs: {
    /** A position of nine, and of 99 times the pool's liquidity. */
    narrow9Usd: number
    narrow99Usd: number
    /** Ether by 10 %, one way, and what is lost to whoever trades it back. */
    moveFeeUsd: number
    moveLossUsd: number
    /** Of one more entry in the pool's memory. */
    entryGas: number
  }
}

/** Every attack of docs/evidence.md on the recorded chain; some half a minute. */
export async function computeAttackReport(): Promise<AttackReport> {
  const chain = await startAtHonestPush()
  try {
    const base = await runAttack(chain, honest)
    const seen = await runAttacks(chain)
    const lines = attacks.map(({ name, title }): AttackLine => {
      const [slots, minutes, uncapped] = reporterNames.map((reporter) => {
        const own = seen.get(name)?.[reporter]
        if (own === undefined) throw new Error(`the attack ${name} was not run`)
        return compare(own, base[reporter])
      }) as [Moved, Moved, Moved]
      return { name, title, slots, minutes, uncapped }
    })
    const depthUsd = Number(base.slots.observation.depthUsd6) / 1e6
    return {
      honest: base.slots,
      lines,
      schedules: await runSchedules(chain),
      moments: computeMoments(chain.recorded.headers, feeAges),
      costs: {
        narrow9Usd: computeNarrowPositionUsd(depthUsd, 9, TICK_SPACING),
        narrow99Usd: computeNarrowPositionUsd(depthUsd, 99, TICK_SPACING),
        moveFeeUsd: computeMoveFeeUsd(depthUsd, UP_10, FEE_PIPS),
        moveLossUsd: computeMoveLossUsd(depthUsd, UP_10),
        entryGas: await measureEntryGas(chain),
      },
    }
  } finally {
    await chain.stop()
  }
}

function compare(seen: Seen, base: Seen): Moved {
  const percent = (field: keyof Observation) =>
    toPercent(seen.observation[field], base.observation[field])
  const points = seen.observation.gasUsedRatioPips - base.observation.gasUsedRatioPips
  return {
    depth: percent('depthUsd6'),
    price: percent('nativePriceUsd6'),
    variance: percent('varianceWad'),
    baseFee: percent('baseFeePerGas'),
    gasUsed: Number(points) / 1e4,
    nav: percent('navUsd6'),
    target: compareTargets(seen.target, base.target),
  }
}

function compareTargets(target: Parameters, base: Parameters): Moved['target'] {
  const fields = Object.keys(base) as ParameterField[]
  return Object.fromEntries(
    fields.map((field) => [field, toPercent(target[field], base[field])]),
  ) as Moved['target']
}

const toPercent = (value: bigint, base: bigint) => 100 * (Number(value) / Number(base) - 1)

/** How far a schedule's average lies from the honest one's, per cent. */
export function compareSchedules(own: ScheduleFigures, base: ScheduleFigures) {
  return {
    variance: toPercent(own.varianceWad, base.varianceWad),
    depthRef: toPercent(own.depthRefUsd6, base.depthRefUsd6),
  }
}

const ringAbi = parseAbi(['function increaseObservationCardinalityNext(uint16)'])
const ENTRIES = 100

/** Gas of one of a hundred entries, the transaction's own share with it. */
async function measureEntryGas({ client, venue: { pool } }: AttackChain): Promise<number> {
  const ring = await client.readContract({ address: pool, abi: slot0Abi, functionName: 'slot0' })
  const gas = await client.estimateContractGas({
    address: pool,
    abi: ringAbi,
    functionName: 'increaseObservationCardinalityNext',
    args: [ring[4] + ENTRIES],
    account: pool,
  })
  return Math.round(Number(gas) / ENTRIES)
}

const slot0Abi = parseAbi([
  'function slot0() view returns (uint160, int24, uint16, uint16, uint16 cardinalityNext, uint8, bool)',
])
