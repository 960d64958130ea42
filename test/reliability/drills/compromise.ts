// Two of the three reporters are dishonest: they sign the most harmful observations there are, twice an epoch, until the
// guardian halts the market.
//
// Method:   no observation loosens every parameter at once, so each attack is on one of them, and on all others by the way.
//           Which observation harms most is found by trying all combinations of ends of the fields' domains. Damage is
//           how far a field has loosened, by the contract's state. Where neither budget nor range binds, it has to be a
//           step an epoch, to the last unit; elsewhere at most that.

import { isDeepStrictEqual } from 'node:util'
import { type MarketState, readValues } from '../../../client/readValues.ts'
import {
  type Core,
  loadCore,
  type Observation,
  observationFields,
  type ParameterField,
  type Parameters,
  parameterFields,
} from '../../../core/index.ts'
import type { MarketConfig } from '../../../governance/index.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { defaultObservation } from '../../bot/support/defaultInput.ts'
import { loosenedBy, loosensUp } from '../../oracle/bounds.ts'
import type { DrillSize } from '../support/drillSize.ts'
import { freeBounds, GovernedChain } from '../support/governedChain.ts'

/** Epochs until the guardian halts, an attack each; the budgets allow ten steps. */
const halts: Record<DrillSize, readonly number[]> = {
  short: [12],
  long: [1, 2, 3, 4, 6, 9, 10, 11, 12, 24, 72],
}
const DAY_SEC = 86_400n
const SLOT_SEC = 12n
const SEGMENT_SEC = 120n
const MILLION = 1_000_000n
/** One unit of the attacked field outweighs a step of every other. */
const DECISIVE = 1e12
/** As far from bold as leaves room for steps in every field. */
const timid: Parameters = {
  aggressivenessPips: 50n,
  bandPips: 600_000n,
  maxTradeUsd: 10_000n,
  intervalSec: 40_000_000n,
  cppiMultiplierE3: 2_000n,
  guardPips: 2_000_000n,
  lotPips: 1_000n,
  returnPips: 300_000n,
}
const calm = defaultObservation
/** What lies between the ends of a domain and may be worse than both. */
const between: Partial<Record<keyof Observation, readonly bigint[]>> = {
  depthUsd6: [calm.depthUsd6],
  depthRefUsd6: [calm.depthRefUsd6],
  varianceWad: [1n, calm.varianceWad],
  navUsd6: [calm.navUsd6],
  curvaturePips: [1n],
  horizonSec: [1n],
}
/** Of the contract's `Status`. */
const HALTED = 3

export interface CompromiseFigures {
  /** Epochs with dishonest reports, over all attacks. */
  epochs: number
  /** How far the attacked field has loosened over step x epochs, while neither budget nor range binds: the least and the most. */
  leastShare: number
  mostShare: number
  /** The same of every field, over all epochs: the most. */
  mostShareEver: number
  /** Reports that fewer than the threshold signed, or that came after the halt, and were taken. */
  wronglyTaken: number
}

/** @throws Error if the damage is another one, or a reader does not get the fallback after the halt. */
export async function drillCompromise(size: DrillSize): Promise<CompromiseFigures> {
  const chain = await GovernedChain.start()
  try {
    const attack = await Attack.prepare(chain)
    for (const field of parameterFields) {
      for (const epochs of halts[size]) await attack.run(field, epochs)
    }
    const { free, ever } = attack.shares
    return {
      epochs: attack.epochs,
      leastShare: Math.min(...free),
      mostShare: Math.max(...free),
      mostShareEver: Math.max(...ever),
      wronglyTaken: attack.wronglyTaken,
    }
  } finally {
    await chain.stop()
  }
}

interface Candidate {
  observation: Observation
  target: Parameters
}

class Attack {
  readonly #chain: GovernedChain
  readonly #core: Core
  readonly #market: MarketConfig
  readonly #candidates: readonly Candidate[]
  epochs = 0
  wronglyTaken = 0
  /** Damage over step x epochs, an epoch each: of the attacked field while only the step binds, and of all all along. */
  readonly shares: { free: number[]; ever: number[] } = { free: [], ever: [] }

  private constructor(chain: GovernedChain, core: Core, market: MarketConfig) {
    this.#chain = chain
    this.#core = core
    this.#market = market
    // Many have one target; the depth says whether the contract takes it.
    const different = new Map<string, Candidate>()
    for (const observation of listCandidates(core)) {
      const target = core.evaluate(observation, market.policy)
      different.set(`${observation.depthUsd6}: ${describe(target)}`, { observation, target })
    }
    this.#candidates = [...different.values()]
  }

  static async prepare(chain: GovernedChain): Promise<Attack> {
    const { config } = await chain.readMarket()
    const attack = new Attack(chain, await loadCore(), config)
    await attack.#pushCalm()
    return attack
  }

  /** An attack on a field of a timid market, as many epochs as the guardian needs. */
  async run(attacked: ParameterField, epochs: number): Promise<void> {
    const { bounds, fallbackVector } = this.#market
    // No budget is used any more.
    await this.#chain.mineAt((await this.#chain.client.getBlock()).timestamp + DAY_SEC)
    await this.#chain.place(timid, { ...freeBounds, min: timid, max: timid })
    // After the silence a reader gets the fallback until there is evidence.
    await this.#pushCalm()
    await this.#chain.vote(['setBounds', bounds], ['setFallback', fallbackVector])
    const startAt = (await this.#chain.client.getBlock()).timestamp
    for (let epoch = 1; epoch <= epochs; epoch++) await this.#lie(attacked, epoch, startAt)
    await this.#chain.callAs(localAccounts.guardian, 'halt')
    await this.#requireRefused('HaltedMarket', 2)
    const { values, status } = await this.#chain.readParameters()
    if (status !== HALTED || !isDeepStrictEqual(values, fallbackVector)) {
      throw new Error(`after the halt a reader gets status ${status} and ${describe(values)}`)
    }
    await this.#chain.vote(['resume'])
    // The next attack is not on a market that awaits evidence.
    await this.#pushCalm()
  }

  async #pushCalm(): Promise<void> {
    const nowAt = await this.#beginEpoch()
    await this.#chain.push(await this.#chain.report(calm), nowAt)
  }

  /** One epoch, and what it did. */
  async #lie(attacked: ParameterField, epoch: number, startAt: bigint): Promise<void> {
    if (epoch === 1) await this.#requireRefused('QuorumNotReached', 1)
    const nowAt = await this.#beginEpoch()
    await this.#push(attacked, nowAt, false)
    const { state: after } = await this.#chain.readMarket()
    this.epochs += 1
    for (const field of parameterFields) {
      this.#measure(field, after.values[field], { epoch, sec: nowAt - startAt, attacked })
    }
    // A second report in the epoch loosens nothing, whatever it says.
    const againAt = nowAt + SEGMENT_SEC
    await this.#chain.mineAt(againAt - 1n)
    await this.#push(attacked, againAt, true)
    const { state: again } = await this.#chain.readMarket()
    const looser = parameterFields.filter((field) => {
      return loosenedBy(field, after.values[field], again.values[field]) > 0n
    })
    if (looser.length > 0) throw new Error(`${looser.join(', ')} loosened twice in epoch ${epoch}`)
  }

  /** Judges how far a field has loosened. */
  #measure(
    field: ParameterField,
    value: bigint,
    { epoch, sec, attacked }: { epoch: number; sec: bigint; attacked: ParameterField },
  ): void {
    const { bounds } = this.#market
    const step = (loosensUp[field] ? bounds.stepUp : bounds.stepDown)[field]
    const damage = loosenedBy(field, timid[field], value)
    const most = step * BigInt(epoch)
    const refilled = (bounds.budget[field] * sec) / bounds.budgetWindowSec
    const allowed = bounds.budget[field] + refilled
    const room = loosenedBy(
      field,
      timid[field],
      (loosensUp[field] ? bounds.max : bounds.min)[field],
    )
    const place = `${field} after ${epoch} epochs of an attack on ${attacked}`
    if (damage > most) throw new Error(`${place}: ${damage}, but ${epoch} steps are ${most}`)
    if (damage > allowed) {
      throw new Error(`${place}: ${damage}, but budget and refill are ${allowed}`)
    }
    const share = Number(damage) / Number(most)
    this.shares.ever.push(share)
    if (field !== attacked || most > bounds.budget[field] || most > room) return
    this.shares.free.push(share)
    if (damage === most) return
    throw new Error(`${place}: ${damage}, where nothing but the step of ${step} binds`)
  }

  async #push(attacked: ParameterField, nowAt: bigint, isSameEpoch: boolean): Promise<void> {
    const { state } = await this.#chain.readMarket()
    const worst = this.#findWorst(attacked, state, nowAt, isSameEpoch)
    await this.#chain.push(await this.#chain.report(worst), nowAt)
  }

  /** The first block of the next epoch. Returns the time of the block after it. */
  async #beginEpoch(): Promise<bigint> {
    const { timestamp } = await this.#chain.client.getBlock()
    const { epochSec } = this.#market.policy
    const beginsAt = (timestamp / epochSec + 1n) * epochSec
    await this.#chain.mineAt(beginsAt)
    return beginsAt + SLOT_SEC
  }

  /** The observation that loosens a field most, and of those the one that does the most harm besides. */
  #findWorst(
    attacked: ParameterField,
    state: MarketState,
    nowAt: bigint,
    isSameEpoch: boolean,
  ): Observation {
    const { bounds, policy } = this.#market
    const { loosening } = state
    const { values: current } = readValues(state, this.#market, nowAt)
    const cap = policy.slippageCapPips
    const outcomes = this.#core.applyBoundsBatch(
      this.#candidates.map(({ target }) => {
        return { current, target, bounds, loosening, nowAt, isSameEpoch }
      }),
    )
    const harms = outcomes.map((outcome, at) => {
      const { observation } = this.#candidates[at] as Candidate
      if (outcome instanceof Error) throw outcome
      const { next } = outcome
      if (next.maxTradeUsd * MILLION * (MILLION - cap) > observation.depthUsd6 * cap) {
        return Number.NEGATIVE_INFINITY
      }
      return parameterFields.reduce((sum, field) => {
        const step = (loosensUp[field] ? bounds.stepUp : bounds.stepDown)[field]
        const loosened = loosenedBy(field, current[field], next[field])
        const tightened = loosenedBy(field, next[field], current[field])
        const harm = Number(loosened - tightened) / Number(step)
        return sum + (field === attacked ? DECISIVE * harm : Math.max(0, harm))
      }, 0)
    })
    const worst = harms.indexOf(harms.reduce((most, harm) => Math.max(most, harm)))
    return (this.#candidates[worst] as Candidate).observation
  }

  async #requireRefused(name: string, signers: number): Promise<void> {
    const nowAt = await this.#beginEpoch()
    const report = await this.#chain.report(calm)
    const failure: unknown = await this.#chain.push(report, nowAt, signers).catch((error) => error)
    if (failure instanceof Error && failure.message.includes(name)) return
    this.wronglyTaken += 1
    throw new Error(`a report by ${signers} was not refused as ${name}: ${failure}`)
  }
}

/** All combinations of each field's ends and what lies between them. */
function listCandidates({ domain }: Core): Observation[] {
  let partial: Partial<Observation>[] = [{}]
  for (const field of observationFields) {
    const { min, max } = domain.observation[field]
    const choices = [min, ...(between[field] ?? []), max]
    partial = partial.flatMap((one) => choices.map((value) => ({ ...one, [field]: value })))
  }
  return partial as Observation[]
}

function describe(values: Parameters): string {
  return parameterFields.map((field) => `${field} ${values[field]}`).join(', ')
}
