// Two of the three reporters are dishonest: they sign the most harmful observations there are, epoch after epoch, until
// the guardian halts the market.
//
// Method:   which observation harms most is found by trying all combinations of the ends and the middle of each field's
//           domain. Damage is how far a field has loosened, by the contract's state. Where neither budget nor max
//           binds, it has to be a step an epoch, to the last unit; elsewhere at most that.

import { isDeepStrictEqual } from 'node:util'
import type { MarketState } from '../../../bot/index.ts'
import {
  type Core,
  loadCore,
  type Observation,
  observationFields,
  type Parameters,
  parameterFields,
} from '../../../core/index.ts'
import type { MarketConfig } from '../../../governance/index.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { loosenedBy, loosensUp } from '../../oracle/bounds.ts'
import type { DrillSize } from '../support/drillSize.ts'
import { GovernedChain } from '../support/governedChain.ts'

/** Epochs until the guardian halts, a market each; the budgets allow ten steps. */
const halts: Record<DrillSize, readonly number[]> = {
  short: [1, 9, 24],
  long: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 24, 72, 144],
}
/** Epochs within which neither budget nor max binds, by the bounds of the local market and this start. */
const FREE_EPOCHS = 9
const DAY_SEC = 86_400n
const SLOT_SEC = 12n
const MILLION = 1_000_000n
/** As far from bold as leaves room for a step in every field in each of those epochs. */
const timid: Parameters = {
  aggressivenessPips: 10_000n,
  bandPips: 500_000n,
  maxTradeUsd6: 10_000_000_000n,
  minIntervalSec: 400_000n,
  cppiMultiplierE3: 2_000n,
  guardPips: 1_000_000n,
}
const calm: Observation = {
  baseFeePerGas: 30_000_000_000n,
  gasUsedRatioPips: 500_000n,
  nativePriceUsd6: 1_715_000_000n,
  depthUsd6: 32_500_000_000_000n,
  depthRefUsd6: 33_000_000_000_000n,
  varianceWad: 22_500_000_000_000_000n,
  navUsd6: 10_000_000_000_000n,
}
/** Of the contract's `Status`. */
const HALTED = 3

export interface CompromiseFigures {
  /** Epochs with dishonest reports, over all markets. */
  epochs: number
  /** How far a field has loosened over step x epochs, while neither budget nor max binds: the least and the most. */
  leastShare: number
  mostShare: number
  /** The same over all epochs: the most. */
  mostShareEver: number
  /** Reports that fewer than the threshold signed, or that came after the halt, and were taken. */
  wronglyTaken: number
}

/** @throws Error if the damage is another one, or a reader does not get the fallback after the halt. */
export async function drillCompromise(size: DrillSize): Promise<CompromiseFigures> {
  const chain = await GovernedChain.start()
  try {
    const attack = await Attack.prepare(chain)
    for (const epochs of halts[size]) await attack.run(epochs)
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
  /** Damage over step x epochs, a field and epoch each: as long as only the step binds, and all along. */
  readonly shares: { free: number[]; ever: number[] } = { free: [], ever: [] }

  private constructor(chain: GovernedChain, core: Core, market: MarketConfig) {
    this.#chain = chain
    this.#core = core
    this.#market = market
    this.#candidates = listCandidates(core).map((observation) => {
      return { observation, target: core.evaluate(observation, market.policy) }
    })
  }

  static async prepare(chain: GovernedChain): Promise<Attack> {
    const { config } = await chain.readMarket()
    const attack = new Attack(chain, await loadCore(), config)
    const nowAt = await attack.#beginEpoch()
    await chain.push(await chain.report(calm), nowAt)
    return attack
  }

  /** An attack on a timid market, as many epochs as the guardian needs. */
  async run(epochs: number): Promise<void> {
    const { bounds, fallbackVector } = this.#market
    // No budget is used any more.
    await this.#chain.mineAt((await this.#chain.client.getBlock()).timestamp + DAY_SEC)
    await this.#chain.place(timid, bounds)
    await this.#chain.vote(['setFallback', fallbackVector])
    const startAt = (await this.#chain.client.getBlock()).timestamp
    for (let epoch = 1; epoch <= epochs; epoch++) await this.#lie(epoch, startAt)
    await this.#chain.callAs(localAccounts.guardian, 'halt')
    await this.#requireRefused('HaltedMarket', 2)
    const { values, status } = await this.#chain.readParameters()
    if (status !== HALTED || !isDeepStrictEqual(values, fallbackVector)) {
      throw new Error(`after the halt a reader gets status ${status} and ${describe(values)}`)
    }
    await this.#chain.vote(['resume'])
  }

  /** One epoch, and what it did. */
  async #lie(epoch: number, startAt: bigint): Promise<void> {
    const { bounds } = this.#market
    if (epoch === 1) await this.#requireRefused('QuorumNotReached', 1)
    const nowAt = await this.#beginEpoch()
    const { state } = await this.#chain.readMarket()
    await this.#chain.push(await this.#chain.report(this.#findWorst(state, nowAt)), nowAt)
    const { state: after } = await this.#chain.readMarket()
    this.epochs += 1
    for (const field of parameterFields) {
      const step = (loosensUp[field] ? bounds.stepUp : bounds.stepDown)[field]
      const damage = loosenedBy(field, timid[field], after.values[field])
      const most = step * BigInt(epoch)
      const budget = bounds.budget[field]
      const refilled = (budget * (nowAt - startAt)) / bounds.budgetWindowSec
      const place = `${field} after ${epoch} epochs`
      if (damage > most) throw new Error(`${place}: ${damage}, but ${epoch} steps are ${most}`)
      if (damage > budget + refilled) {
        throw new Error(`${place}: ${damage}, but the budget is ${budget}, refilled by ${refilled}`)
      }
      if (epoch <= FREE_EPOCHS && damage !== most) {
        throw new Error(`${place}: ${damage}, where nothing but the step of ${step} binds`)
      }
      const share = Number(damage) / Number(most)
      this.shares.ever.push(share)
      if (epoch <= FREE_EPOCHS) this.shares.free.push(share)
    }
  }

  /** The first block of the next epoch. Returns the time of the block after it. */
  async #beginEpoch(): Promise<bigint> {
    const { timestamp } = await this.#chain.client.getBlock()
    const { epochSec } = this.#market.policy
    const beginsAt = (timestamp / epochSec + 1n) * epochSec
    await this.#chain.mineAt(beginsAt)
    return beginsAt + SLOT_SEC
  }

  /** The observation that loosens most, all steps weighing the same. */
  #findWorst({ values, loosening }: MarketState, nowAt: bigint): Observation {
    const { bounds, policy } = this.#market
    const cap = policy.slippageCapPips
    const outcomes = this.#core.applyBoundsBatch(
      this.#candidates.map(({ target }) => ({ current: values, target, bounds, loosening, nowAt })),
    )
    const harms = outcomes.map((outcome, at) => {
      const { observation } = this.#candidates[at] as Candidate
      if (outcome instanceof Error) throw outcome
      const { next } = outcome
      if (next.maxTradeUsd6 * (MILLION - cap) > observation.depthUsd6 * cap) return -1
      return parameterFields.reduce((sum, field) => {
        const step = (loosensUp[field] ? bounds.stepUp : bounds.stepDown)[field]
        return sum + Number(loosenedBy(field, values[field], next[field])) / Number(step)
      }, 0)
    })
    const worst = harms.indexOf(Math.max(...harms))
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

/** All combinations of each field's ends and its calm value. */
function listCandidates({ domain }: Core): Observation[] {
  let partial: Partial<Observation>[] = [{}]
  for (const field of observationFields) {
    const choices = [domain[field].min, calm[field], domain[field].max]
    partial = partial.flatMap((one) => choices.map((value) => ({ ...one, [field]: value })))
  }
  return partial as Observation[]
}

function describe(values: Parameters): string {
  return parameterFields.map((field) => `${field} ${values[field]}`).join(', ')
}
