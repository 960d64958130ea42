// What is promised of the bot under faults, with the drill that puts each promise to the test.

import type { Figure } from '../../bench/figure.ts'
import { drillCompromise } from './drills/compromise.ts'
import { drillContradictions } from './drills/contradictions.ts'
import { drillFeeSpike } from './drills/feeSpike.ts'
import { drillIndexFaults } from './drills/indexFaults.ts'
import { drillKilled } from './drills/killed.ts'
import { drillReorgs } from './drills/reorgs.ts'
import { drillReplicaFaults } from './drills/replicaFaults.ts'
import { drillShock } from './drills/shock.ts'
import { drillSourceFaults } from './drills/sourceFaults.ts'
import { drillTakeover } from './drills/takeover.ts'
import { drillTriggers } from './drills/triggers.ts'
import { drillWeek } from './drills/week.ts'
import type { DrillSize } from './support/drillSize.ts'
import { ReplicaStack } from './support/replicaStack.ts'

export interface Drill {
  /** In lower case with hyphens; the names of its figures begin with it. */
  name: string
  /** @throws Error if a promise is broken. */
  run(size: DrillSize): Promise<Figure[]>
}

type Kind = Omit<Figure, 'name' | 'value'>
/** What each of a drill's figures is. */
type Kinds<Figures> = Readonly<Record<keyof Figures, Kind>>

const count = (unit: string): Kind => ({ unit, better: 'higher' })
const none = (unit: string): Kind => ({ unit, aim: 0, better: 'lower' })
const atMost = (aim: number, unit: string): Kind => ({ unit, aim, better: 'lower' })

/** All of them. */
export const drills: readonly Drill[] = [
  onStack('fee-spike', drillFeeSpike, {
    epochs: count('epochs'),
    worstBlocks: atMost(3, 'blocks'),
    rise: count('times'),
  }),
  onStack('shock', drillShock, {
    shocks: count('shocks'),
    worstBlocks: atMost(2, 'blocks'),
    pushes: count('pushes'),
  }),
  onStack('killed', drillKilled, {
    points: { unit: 'kills', aim: 12, better: 'higher' },
    worstRecoveryBlocks: atMost(1, 'blocks'),
    doubleNonces: none('nonces'),
    wasted: none('transactions'),
  }),
  onStack('source-faults', drillSourceFaults, {
    faults: count('faults'),
    failoverMs: atMost(5_000, 'ms'),
    pushes: count('pushes'),
  }),
  onStack('reorgs', drillReorgs, {
    reorgs: count('reorgs'),
    deepest: { unit: 'blocks', aim: 64, better: 'higher' },
    recoveryBlocks: { unit: 'blocks', better: 'lower' },
    wastedTransactions: { unit: 'transactions', better: 'lower' },
    pushes: count('pushes'),
  }),
  onStack('index-faults', drillIndexFaults, {
    frozenAlarmSec: atMost(120, 's'),
    differingAlarmSec: atMost(120, 's'),
    pushes: count('pushes'),
  }),
  onStack('contradictions', drillContradictions, {
    lies: count('lies'),
    noticedMs: { unit: 'ms', better: 'lower' },
    pushes: count('pushes'),
  }),
  onStack('replica-faults', drillReplicaFaults, {
    faults: count('faults'),
    quorumAlarmSec: { unit: 's', better: 'lower' },
    pushes: count('pushes'),
  }),
  onStack('takeover', drillTakeover, {
    takeoverSec: atMost(15, 's'),
    wastedTransactions: atMost(1, 'transactions'),
    pushes: count('pushes'),
  }),
  define('triggers', drillTriggers, {
    cases: count('cases'),
    triggers: count('cases'),
    missed: none('triggers'),
    needless: none('pushes'),
  }),
  define('compromise', drillCompromise, {
    epochs: count('epochs'),
    leastShare: { unit: 'of step x epochs', aim: 1, better: 'higher' },
    mostShare: atMost(1, 'of step x epochs'),
    mostShareEver: atMost(1, 'of step x epochs'),
    wronglyTaken: none('reports'),
  }),
  onStack('week', drillWeek, {
    epochs: count('epochs'),
    pushes: count('pushes'),
    missedHeartbeats: none('heartbeats'),
    oldestSec: atMost(1_800, 's'),
    heapGrowthMib: atMost(4, 'MiB'),
    residentGrowthMib: atMost(64, 'MiB'),
    leftovers: none('things'),
  }),
]

/** A drill on a stack of its own. */
function onStack<Figures extends Record<keyof Figures, number>>(
  name: string,
  drill: (stack: ReplicaStack, size: DrillSize) => Promise<Figures>,
  kinds: Kinds<Figures>,
): Drill {
  const run = async (size: DrillSize) => {
    const stack = await ReplicaStack.start()
    try {
      return await drill(stack, size)
    } finally {
      await stack.stop()
    }
  }
  return define(name, run, kinds)
}

function define<Figures extends Record<keyof Figures, number>>(
  name: string,
  drill: (size: DrillSize) => Promise<Figures>,
  kinds: Kinds<Figures>,
): Drill {
  return {
    name,
    async run(size) {
      const figures = await drill(size)
      return Object.entries<Kind>(kinds).map(([key, kind]) => ({
        name: `${name}-${toHyphens(key)}`,
        value: figures[key as keyof Figures],
        ...kind,
      }))
    },
  }
}

/** `worstBlocks`: `worst-blocks`. */
function toHyphens(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
