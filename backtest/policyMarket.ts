import {
  type BoundsOutcome,
  type Core,
  type Loosening,
  type Observation,
  OutOfDomainError,
  type Parameters,
} from '../core/index.ts'
import {
  findPushReason,
  isImpactAboveCap,
  type PushSettings,
  tightensBeyond,
} from '../governance/index.ts'
import type { TimedMarketObservation } from '../market/steps.ts'
import { emptyLoosening } from './emptyLoosening.ts'
import type { Foresight } from './foresight.ts'
import { assumePushSettings } from './pushSettings.ts'
import type { PolicyVersion } from './settings.ts'

const MAX_CURVATURE_PIPS = 100_000_000

/** When something was observed, unix seconds, and what the model made of it. */
export interface TargetEvidence {
  at: number
  /** Undefined where the model refuses the figures. */
  target: Parameters | undefined
  depthUsd6: bigint
}

/** An observation of the portfolio's own, and when it was made, unix seconds: evaluated when it is needed. */
interface RawEvidence {
  at: number
  observation: Observation
}

type Evidence = RawEvidence | TargetEvidence

export interface PolicyMarketSettings {
  core: Core
  version: PolicyVersion
  /** From a decision to its block. */
  latencySec: number
  /** When a push is sent; undefined: beyond the bot's own dead-band, and in time before the value expires. */
  push?: PushSettings | undefined
  /** Of an oracle: the variance that comes stands in place of the observed one. */
  foresight?: Foresight | undefined
}

/** A push on its way. */
interface Push extends Pick<BoundsOutcome, 'next' | 'loosening'> {
  observedAt: number
  landsAt: number
}

/**
 * One market of the contract as a bot would steer it: the value in force at each time, from the voted version and the observations
 * known by then. One push is on its way at a time; what is observed meanwhile waits, and only the latest of it counts.
 */
export class PolicyMarket {
  /** That have landed. */
  pushes = 0
  private values: Parameters
  private observedAt = 0
  private loosening: Loosening = emptyLoosening
  private push: Push | undefined = undefined
  private waiting: Evidence | undefined = undefined
  /** When the push on its way lands, and until when the value in force is read: unix seconds. */
  private landsAt = Number.POSITIVE_INFINITY
  private expiresAt = Number.NEGATIVE_INFINITY
  private readonly settings: PushSettings
  private readonly epochSec: number
  private readonly maxAgeSec: number

  private readonly core: Core
  private readonly version: PolicyVersion
  private readonly latencySec: number
  private readonly foresight: Foresight | undefined

  constructor({ core, version, latencySec, push, foresight }: PolicyMarketSettings) {
    this.core = core
    this.version = version
    this.latencySec = latencySec
    this.foresight = foresight
    this.values = version.fallback
    this.settings =
      push ??
      assumePushSettings({ epochSec: version.policy.epochSec, maxAgeSec: version.maxAgeSec })
    this.epochSec = Number(version.policy.epochSec)
    this.maxAgeSec = Number(version.maxAgeSec)
  }

  /** What `parameters` of the contract answers at a time, unix seconds, that never falls from call to call. */
  readAt(at: number): Parameters {
    while (this.landsAt <= at) this.land()
    return at <= this.expiresAt ? this.values : this.version.fallback
  }

  /**
   * Takes an observation, of a portfolio that tells these figures at the observed block.
   *
   * @param curvature a real number; 0: the voted one counts.
   */
  observe(
    { at, observation }: TimedMarketObservation,
    navUsd6: number,
    curvature: number,
    horizonSec: number,
  ): void {
    this.readAt(at)
    const evidence = {
      observation: {
        ...observation,
        varianceWad: this.foresight?.findVarianceWad(at) ?? observation.varianceWad,
        navUsd6: BigInt(Math.max(0, navUsd6)),
        curvaturePips: toCurvaturePips(curvature),
        horizonSec: BigInt(Math.round(horizonSec)),
      },
      at,
    }
    this.take(evidence)
  }

  /** The same for an observation whose target is known: that of this version's policy. The market has no foresight. */
  observeTarget(evidence: TargetEvidence): void {
    this.readAt(evidence.at)
    this.take(evidence)
  }

  private take(evidence: Evidence): void {
    if (this.push === undefined) this.decide(evidence, evidence.at)
    else this.waiting = evidence
  }

  private land(): void {
    const { push, waiting } = this
    if (push === undefined) return
    this.values = push.next
    this.loosening = push.loosening
    this.observedAt = push.observedAt
    this.expiresAt = push.observedAt + this.maxAgeSec
    this.pushes++
    this.push = undefined
    this.waiting = undefined
    this.landsAt = Number.POSITIVE_INFINITY
    if (waiting !== undefined) this.decide(waiting, push.landsAt)
  }

  /** As bot/decide.ts: nothing is sent for figures outside the model's domain, nor what the contract refuses. */
  private decide(evidence: Evidence, decidedAt: number): void {
    const { core, version, epochSec, settings } = this
    const { at: observedAt } = evidence
    const landsAt = decidedAt + this.latencySec
    const current = landsAt <= this.expiresAt ? this.values : version.fallback
    const isAwaitingEvidence = this.observedAt === 0
    const isSameEpoch =
      !isAwaitingEvidence &&
      Math.floor(observedAt / epochSec) <= Math.floor(this.observedAt / epochSec)
    const target = 'observation' in evidence ? this.evaluate(evidence.observation) : evidence.target
    if (target === undefined) return
    // Most segments end here: the bounds take nothing further than the target is.
    if (isSameEpoch && !tightensBeyond(current, target, settings.deadBandPips)) return

    const { next, loosening, limits } = core.applyBounds({
      current,
      target,
      bounds: version.bounds,
      loosening: this.loosening,
      nowAt: BigInt(Math.ceil(landsAt)),
      isSameEpoch,
    })
    const { slippageCapPips } = version.policy
    const { depthUsd6 } = 'observation' in evidence ? evidence.observation : evidence
    if (isImpactAboveCap(next.maxTradeUsd, depthUsd6, slippageCapPips)) return

    const valueAgeSec = BigInt(Math.ceil(landsAt) - this.observedAt)
    const outlook = { current, next, limits, isAwaitingEvidence, isSameEpoch, valueAgeSec }
    if (findPushReason(outlook, settings) === undefined) return
    this.push = { next, loosening, observedAt, landsAt }
    this.landsAt = landsAt
  }

  private evaluate(observation: Observation): Parameters | undefined {
    try {
      return this.core.evaluate(observation, this.version.policy)
    } catch (error) {
      if (error instanceof OutOfDomainError) return undefined
      throw error
    }
  }
}

/** Rounded up, as the vault tells it (RebalanceMath); what is a rounding error of doubles is none, nor is that of a portfolio that has lost all. */
function toCurvaturePips(curvature: number): bigint {
  if (Number.isNaN(curvature)) return 0n
  const pips = Math.ceil(curvature * 1e6 - 1e-6)
  return BigInt(Math.min(Math.max(0, pips), MAX_CURVATURE_PIPS))
}
