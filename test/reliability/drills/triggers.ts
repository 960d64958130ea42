// No trigger is missed at the edges: zero, extreme and boundary values.
//
// Method:   for each case the market is voted into its state on the real contract. What the contract would do with the
//           push is asked of it, and from its answers alone is told whether a push is wanted; the bot's decision, on what
//           it reads itself, has to be the same. What is taken leaves the value that the bot foresaw.

import { isDeepStrictEqual } from 'node:util'
import { decodeErrorResult } from 'viem'
import { riskParametersErrors } from '../../../abi/index.ts'
import { type Decision, decide, type Report } from '../../../bot/index.ts'
import type { MarketState } from '../../../client/readValues.ts'
import {
  type Core,
  loadCore,
  type ParameterField,
  type Parameters,
  parameterFields,
} from '../../../core/index.ts'
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
      ...listTriggerCases(target, core.domain.observation),
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
    const nowAt = (await this.#beginEpoch()) + SLOT_SEC
    await this.#check({ name: 'the first value' }, await this.#report({}), nowAt)
  }

  async run(one: TriggerCase): Promise<void> {
    const { values, bounds = freeBounds, sinceSec, again, further, guardian = [] } = one
    await this.#chain.place({ ...this.#target, ...values }, bounds)
    let nowAt = (await this.#beginEpoch()) + SLOT_SEC
    let report = await this.#report(one.observation)
    if (sinceSec !== undefined) {
      const { refusal } = await this.#chain.preview(report, nowAt)
      if (refusal === '0x') await this.#chain.push(report, nowAt)
      nowAt += sinceSec
      await this.#chain.mineAt(again === undefined ? nowAt - (nowAt % this.#epochSec) : nowAt - 1n)
      if (again !== 'its evidence') report = await this.#report({ ...one.observation, ...further })
    }
    for (const name of guardian) await this.#chain.callAs(localAccounts.guardian, name)
    if (one.isReconfigured) await this.#chain.vote(['setBounds', bounds])
    if (one.isResumed) await this.#resume()
    if (one.isResumed) report = await this.#report(one.observation)
    await this.#check(one, report, nowAt)
    if (guardian.length === 0) return
    await this.#chain.vote(['resume'])
    // No later case is of a market that awaits evidence.
    const endAt = (await this.#beginEpoch()) + SLOT_SEC
    await this.#chain.push(await this.#report({}), endAt)
  }

  async #resume(): Promise<void> {
    await this.#chain.callAs(localAccounts.guardian, 'halt')
    await this.#chain.vote(['resume'])
  }

  /** The decision, and what the contract does. */
  async #check(one: TriggerCase, report: Report, nowAt: bigint): Promise<void> {
    const { config, state, coreHash } = await this.#chain.readMarket()
    // How old a value is matters where a case says so.
    const heartbeatSec = one.sinceSec === undefined ? NEVER_SEC : HEARTBEAT_SEC
    const decision = decide({
      core: this.#core,
      coreHash,
      config,
      state,
      nowAt,
      evidence: report,
      settings: { ...settings, heartbeatSec },
    })
    const preview = await this.#chain.preview(report, nowAt)
    const { values: current } = await this.#chain.readParameters(nowAt)
    const isFurther = report.observedAt / this.#epochSec === state.observedAt / this.#epochSec
    const expected = tellFromContract({ state, current, preview, nowAt, heartbeatSec, isFurther })
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

  #report(observation: TriggerCase['observation']): Promise<Report> {
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
  ConfigChanged: 'hold config-changed',
  EvidenceNotNewer: 'hold evidence-counted',
  OutOfDomain: 'hold out-of-domain',
  ImpactAboveCap: 'hold impact-above-cap',
}

interface Answers {
  state: MarketState
  /** What the reader gets without a push. */
  current: Parameters
  preview: Preview
  nowAt: bigint
  heartbeatSec: bigint
  /** Whether the epoch has had its push. */
  isFurther: boolean
}

/** What is wanted, from the contract's answers alone. */
function tellFromContract(answers: Answers): string {
  const { state, current, preview, nowAt, heartbeatSec, isFurther } = answers
  const { next, limits, refusal } = preview
  if (refusal !== '0x') {
    const { errorName } = decodeErrorResult({ abi: riskParametersErrors, data: refusal })
    return refusals[errorName] ?? errorName
  }
  if (state.isAwaitingEvidence) return 'push evidence-awaited'
  const moved = parameterFields.filter((field) => next[field] !== current[field])
  const isFar = (field: ParameterField) => {
    const [from, to] = [current[field], next[field]]
    const distance = to > from ? to - from : from - to
    return distance * MILLION > DEAD_BAND_PIPS * (from === 0n ? 1n : from)
  }
  const isTightening = (field: ParameterField) => next[field] < current[field] === loosensUp[field]
  const tightening = moved.filter(isTightening)
  if (isFurther) return tightening.some(isFar) ? 'push tightening' : 'hold within-dead-band'
  if (tightening.length > 0) return 'push tightening'
  if (nowAt - state.observedAt >= heartbeatSec) return 'push heartbeat'
  const isWorthIt = moved.some((field) => limits[field] === 'step' || isFar(field))
  return isWorthIt ? 'push loosening' : 'hold within-dead-band'
}

function print(values: Parameters | undefined): string {
  return parameterFields.map((field) => `${field} ${values?.[field]}`).join(', ')
}
