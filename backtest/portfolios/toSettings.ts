import type { BasketSettings } from '../../strategy/portfolios/basket.ts'
import type { CarrySettings } from '../../strategy/portfolios/carryTerms.ts'
import type { ConstantMixSettings } from '../../strategy/portfolios/constantMix.ts'
import type { CppiSettings } from '../../strategy/portfolios/cppi.ts'
import type { LeveragedSettings } from '../../strategy/portfolios/leveragedState.ts'
import type { LpHedgeSettings } from '../../strategy/portfolios/lpHedge.ts'
import type { OptionBookSettings } from '../../strategy/portfolios/optionBook.ts'
import type { DocumentOf } from './schema.ts'

const DAY_SEC = 86_400

/** What each kind of portfolio is made of, from the figures of its document. */
export const toSettings = {
  constantMix: (of: DocumentOf<'constant-mix'>): ConstantMixSettings => ({
    id: of.name,
    navUsd6: of.nav,
    weightPips: of.weight,
  }),

  basket: (of: DocumentOf<'basket'>): BasketSettings => ({
    id: of.name,
    navUsd6: of.nav,
    weightsPips: of.assets.map(({ weight }) => weight),
    memoryDays: of.memory / DAY_SEC,
  }),

  cppi: (of: DocumentOf<'cppi'>): CppiSettings => ({
    id: of.name,
    navUsd6: of.nav,
    floorPips: of.floor,
    ratchetPips: of.ratchet,
    multiplierE3: of.multiplier,
    maxWeightPips: of.maxWeight,
  }),

  optionBook: (of: DocumentOf<'option-book'>): OptionBookSettings => ({
    id: of.name,
    navUsd6: of.nav,
    legs: of.legs.map(({ type, strike, term, quantity }) => ({
      type,
      strikePips: strike,
      termSec: term,
      quantityPips: quantity,
    })),
    hedge: of.hedge,
    spreadPips: of.spread,
  }),

  carry: (of: DocumentOf<'carry'>): CarrySettings => ({
    id: of.name,
    navUsd6: of.nav,
    margin: of.margin,
    leverage:
      of.gap === undefined
        ? (of.leverage as number)
        : { zE4: of.gap.z, zJumpE4: of.gap.zJump, delaySec: of.gap.delay },
    maintenancePips: of.maintenance,
    basisReservePips: of.basisReserve,
    haircutPips: of.haircut,
    topUpPips: of.topUp,
    penaltyPips: of.penalty,
    borrowPipsYear: of.borrowYear,
    timingSec: of.timing,
  }),

  lpHedge: (of: DocumentOf<'lp-hedge'>): LpHedgeSettings => ({
    id: of.name,
    navUsd6: of.nav,
    providedPips: of.provided,
    rangePips: of.range,
    recentre:
      of.recentre === undefined
        ? { kind: 'out-of-range' }
        : { kind: 'period', periodSec: of.recentre },
    hedgedPips: of.hedged,
    hedge: of.hedge,
    feePips: of.fee,
  }),

  leveraged: (of: DocumentOf<'leveraged'>): LeveragedSettings => ({
    id: of.name,
    navUsd6: of.nav,
    leverageE3: of.leverage,
    liquidationThresholdPips: of.liquidationThreshold,
    closeFactorPips: of.closeFactor,
    bonusPips: of.bonus,
    borrowPipsYear: of.borrowYear,
    overlay: of.overlay && {
      kind: of.overlay.type,
      termSec: of.overlay.term,
      bufferPips: of.overlay.buffer,
      spreadPips: of.overlay.spread,
    },
  }),
}
