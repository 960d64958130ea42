import type { Strategies } from '../../core/strategies.ts'
import type { Portfolio } from '../../strategy/portfolio.ts'
import { createBasket } from '../../strategy/portfolios/basket.ts'
import { createCarry } from '../../strategy/portfolios/carry.ts'
import { createConstantMix } from '../../strategy/portfolios/constantMix.ts'
import { createCppi } from '../../strategy/portfolios/cppi.ts'
import { createLeveraged } from '../../strategy/portfolios/leveraged.ts'
import { createLpHedge } from '../../strategy/portfolios/lpHedge.ts'
import { createOptionBook } from '../../strategy/portfolios/optionBook.ts'
import type { DocumentOf, PortfolioDocument } from './schema.ts'

const DAY_SEC = 86_400

/** The portfolio that a document describes. */
export function createPortfolio(document: PortfolioDocument, strategies: Strategies): Portfolio {
  const { name: id, nav: navUsd6 } = document
  switch (document.kind) {
    case 'constant-mix':
      return createConstantMix({ id, navUsd6, weightPips: document.weight })
    case 'basket':
      return createBasket({
        id,
        navUsd6,
        weightsPips: document.assets.map(({ weight }) => weight),
        memoryDays: document.memory / DAY_SEC,
      })
    case 'cppi':
      return createCppi({
        id,
        navUsd6,
        floorPips: document.floor,
        ratchetPips: document.ratchet,
        multiplierE3: document.multiplier,
        maxWeightPips: document.maxWeight,
      })
    case 'option-book':
      return fromOptionBook(document, strategies)
    case 'carry':
      return fromCarry(document, strategies)
    case 'lp-hedge':
      return fromLpHedge(document)
    case 'leveraged':
      return fromLeveraged(document, strategies)
  }
}

function fromOptionBook(document: DocumentOf<'option-book'>, strategies: Strategies): Portfolio {
  const legs = document.legs.map(({ type, strike, term, quantity }) => ({
    type,
    strikePips: strike,
    termSec: term,
    quantityPips: quantity,
  }))
  return createOptionBook(
    {
      id: document.name,
      navUsd6: document.nav,
      legs,
      hedge: document.hedge,
      spreadPips: document.spread,
    },
    strategies,
  )
}

function fromCarry(document: DocumentOf<'carry'>, strategies: Strategies): Portfolio {
  const { leverage, gap } = document
  return createCarry(
    {
      id: document.name,
      navUsd6: document.nav,
      margin: document.margin,
      leverage:
        gap === undefined
          ? (leverage as number)
          : { zE4: gap.z, zJumpE4: gap.zJump, delaySec: gap.delay },
      maintenancePips: document.maintenance,
      basisReservePips: document.basisReserve,
      haircutPips: document.haircut,
      topUpPips: document.topUp,
      penaltyPips: document.penalty,
      borrowPipsYear: document.borrowYear,
      timingSec: document.timing,
    },
    strategies,
  )
}

function fromLpHedge(document: DocumentOf<'lp-hedge'>): Portfolio {
  const { recentre } = document
  return createLpHedge({
    id: document.name,
    navUsd6: document.nav,
    providedPips: document.provided,
    rangePips: document.range,
    recentre:
      recentre === undefined ? { kind: 'out-of-range' } : { kind: 'period', periodSec: recentre },
    hedgedPips: document.hedged,
    hedge: document.hedge,
    feePips: document.fee,
  })
}

function fromLeveraged(document: DocumentOf<'leveraged'>, strategies: Strategies): Portfolio {
  const { overlay } = document
  return createLeveraged(
    {
      id: document.name,
      navUsd6: document.nav,
      leverageE3: document.leverage,
      liquidationThresholdPips: document.liquidationThreshold,
      closeFactorPips: document.closeFactor,
      bonusPips: document.bonus,
      borrowPipsYear: document.borrowYear,
      overlay: overlay && {
        kind: overlay.type,
        termSec: overlay.term,
        bufferPips: overlay.buffer,
        spreadPips: overlay.spread,
      },
    },
    strategies,
  )
}
