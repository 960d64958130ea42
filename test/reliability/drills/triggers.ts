// No trigger is missed at the edges: zero, extreme and boundary values.
//
// Method:   for each case the market is voted into its state on the real contract. What the contract would do with the
//           push is asked of it, and from its answers alone is told whether a push is wanted; the bot's decision, on what
//           it reads itself, has to be the same. What is taken leaves the value that the bot foresaw.

import { isDeepStrictEqual } from 'node:util'
import { decodeErrorResult } from 'viem'
import { riskParametersErrors } from '../../../abi/index.ts'
import { type Decision, decide, type MarketState } from '../../../bot/index.ts'
import { type Core, loadCore, type Parameters, parameterFields } from '../../../core/index.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { defaultObservation } from '../../bot/support/defaultInput.ts'
import { Random, testSeed } from '../../generators/random.ts'
import { loosensUp } from '../../oracle/bounds.ts'
import type { DrillSize } from '../support/drillSize.ts'
import { freeBounds, GovernedChain, type Preview } from '../support/governedChain.ts'
import {
  anyTriggerCase,
  DEAD_BAND_PIPS,
  HEARTBEAT_SEC,
  listTriggerCases,
  type TriggerCase,
} from '../support/triggerCases.ts'

const RANDOM_CASES: Record<DrillSize, number> = { short: 20, long: 500 }
const SLOT_SEC = 12n
const MILLION = 1_000_000n
/** Longer than the drill. */
const NEVER_SEC = 2n ** 31n
const settings = {
  deadBandPips: DEAD_BAND_PIPS,
  // The contract has a limit of its own, and the bot keeps to the stricter.
  maxObservationAgeSec: 1_200n,
}

export interface TriggerFigures {
  cases: number
  /** Cases in which a push is wanted. */
  triggers: number
  /** Of those, where the bot would not have pushed. */
  missed: number
  /** Cases in which the bot would have pushed for another reason or none. */
  needless: number
}

/** @throws Error if the bot decides otherwise than the contract's answers ask for. */
export async function drillTriggers(size: DrillSize): Promise<TriggerFigures> {
  const chain = await GovernedChain.start()
  try {
    const core = await loadCore()
    const { config } = await chain.readMarket()
    const { epochSec } = config.policy
    const target = core.evaluate(defaultObservation, config.policy)
    const random = new Random(testSeed())
    const cases = [
      ...listTriggerCases(target, core.domain),
      ...Array.from({ length: RANDOM_CASES[size] }, (_, at) => {
        return anyTriggerCase(random, target, `random case ${at} of seed ${random.seed}`)
      }),
    ]
    const trial = new Trial(chain, core, target, epochSec)
    await trial.runFirst()
    for (const one of cases) await trial.run(one)
    return trial.figures
  } finally {
    await chain.stop()
  }
}

class Trial {
  readonly #chain: GovernedChain
  readonly #core: Core
  readonly #target: Parameters
  readonly #epochSec: bigint
  readonly figures: TriggerFigures = { cases: 0, triggers: 0, missed: 0, needless: 0 }

  constructor(chain: GovernedChain, core: Core, target: Parameters, epochSec: bigint) {
    this.#chain = chain
    this.#core = core
    this.#target = target
    this.#epochSec = epochSec
  }

  /** A market that has no evidence yet. */
  async runFirst(): Promise<void> {
    await this.#check({ name: 'the first value' }, (await this.#beginEpoch()) + SLOT_SEC)
  }

  async run(one: TriggerCase): Promise<void> {
    const { values, bounds = freeBounds, sinceSec, isRepeated = false, guardian = [] } = one
    await this.#chain.place({ ...this.#target, ...values }, bounds)
    let beginsAt = await this.#beginEpoch()
    let nowAt = beginsAt + SLOT_SEC
    if (sinceSec !== undefined) {
      const earlier = await this.#report(one)
      const { refusal } = await this.#chain.preview(earlier, nowAt)
      if (refusal === '0x') await this.#chain.push(earlier, nowAt)
      nowAt += sinceSec
      beginsAt = nowAt - (nowAt % this.#epochSec)
      if (isRepeated) await this.#chain.mineAt(nowAt - 1n)
      else await this.#chain.mineAt(beginsAt)
    }
    for (const name of guardian) await this.#chain.callAs(localAccounts.guardian, name)
    await this.#check(one, nowAt)
    if (guardian.length > 0) await this.#chain.vote(['resume'])
  }

  /** The decision, and what the contract does. */
  async #check(one: TriggerCase, nowAt: bigint): Promise<void> {
    const report = await this.#report(one)
    const { timestamp: blockAt } = await this.#chain.client.getBlock()
    const { config, state, coreHash } = await this.#chain.readMarket()
    const { policy, bounds } = config
    const { observation, epoch } = report
    // How old a value is matters where a case says so.
    const heartbeatSec = one.sinceSec === undefined ? NEVER_SEC : HEARTBEAT_SEC
    const decision = decide({
      core: this.#core,
      coreHash,
      policy,
      bounds,
      state,
      nowAt,
      evidence: { observation, epoch, blockAt },
      settings: { ...settings, heartbeatSec },
    })
    const preview = await this.#chain.preview(report, nowAt)
    const expected = tellFromContract(state, preview, nowAt, heartbeatSec)
    this.#count(one, decision, expected)

    const failure: unknown = await this.#chain.push(report, nowAt).catch((error) => error)
    const isTaken = failure === undefined
    if (isTaken !== (preview.refusal === '0x')) {
      throw new Error(`${one.name}: preview said ${expected}, the push was ${failure ?? 'taken'}`)
    }
    if (!isTaken) return
    const { state: after } = await this.#chain.readMarket()
    const foreseen = 'outlook' in decision ? decision.outlook?.next : undefined
    if (isDeepStrictEqual(after.values, foreseen)) return
    throw new Error(
      `${one.name}: ${print(foreseen)} was foreseen, ${print(after.values)} is stored`,
    )
  }

  #count({ name }: TriggerCase, { type, reason, detail }: Decision, expected: string): void {
    const isTrigger = expected.startsWith('push')
    const decided = `${type} ${reason}`
    this.figures.cases += 1
    this.figures.triggers += isTrigger ? 1 : 0
    this.figures.missed += isTrigger && type !== 'push' ? 1 : 0
    this.figures.needless += decided !== expected && type === 'push' ? 1 : 0
    if (decided === expected) return
    throw new Error(`${name}: the bot decides ${decided} (${detail}), the contract: ${expected}`)
  }

  #report({ observation }: TriggerCase) {
    return this.#chain.report({ ...defaultObservation, ...observation })
  }

  async #beginEpoch(): Promise<bigint> {
    const { timestamp } = await this.#chain.client.getBlock()
    const beginsAt = (timestamp / this.#epochSec + 1n) * this.#epochSec
    await this.#chain.mineAt(beginsAt)
    return beginsAt
  }
}

const refusals: Readonly<Record<string, string>> = {
  HaltedMarket: 'hold market-halted',
  MarketUsesFallback: 'hold market-on-fallback',
  EpochNotRisen: 'hold epoch-counted',
  OutOfDomain: 'hold out-of-domain',
  ImpactAboveCap: 'hold impact-above-cap',
}

/** What is wanted, from the contract's answers alone. */
function tellFromContract(
  { values, observedAt }: MarketState,
  { next, limits, refusal }: Preview,
  nowAt: bigint,
  heartbeatSec: bigint,
): string {
  if (refusal !== '0x') {
    const { errorName } = decodeErrorResult({ abi: riskParametersErrors, data: refusal })
    return refusals[errorName] ?? errorName
  }
  if (observedAt === 0n) return 'push first-value'
  const moved = parameterFields.filter((field) => next[field] !== values[field])
  const isTightening = moved.some((field) => next[field] < values[field] === loosensUp[field])
  if (isTightening) return 'push tightening'
  if (nowAt - observedAt >= heartbeatSec) return 'push heartbeat'
  const isWorthIt = moved.some((field) => {
    const [from, to] = [values[field], next[field]]
    const distance = to > from ? to - from : from - to
    const base = from === 0n ? 1n : from
    return limits[field] === 'step' || distance * MILLION > DEAD_BAND_PIPS * base
  })
  return isWorthIt ? 'push loosening' : 'hold within-dead-band'
}

function print(values: Parameters | undefined): string {
  return parameterFields.map((field) => `${field} ${values?.[field]}`).join(', ')
}
