import type { Strategies } from '../../core/strategies.ts'
import type { Portfolio } from '../portfolio.ts'
import { createBasket } from '../portfolios/basket.ts'
import { createCarry } from '../portfolios/carry.ts'
import { createConstantMix } from '../portfolios/constantMix.ts'
import { createCppi } from '../portfolios/cppi.ts'
import { createLeveraged } from '../portfolios/leveraged.ts'
import { createLpHedge } from '../portfolios/lpHedge.ts'
import { createOptionBook } from '../portfolios/optionBook.ts'
import type { PortfolioDocument } from './schema.ts'

type DocumentOf<Kind extends PortfolioDocument['kind']> = Extract<PortfolioDocument, { kind: Kind }>

/** The portfolio that a document describes. */
export function createPortfolio(document: PortfolioDocument, strategies: Strategies): Portfolio {
  const id = document.name
  const navUsd6 = toUsd6(document.navUsd)
  switch (document.kind) {
    case 'constant-mix':
      return createConstantMix({ id, navUsd6, weightPips: toPips(document.weightPercent) })
    case 'basket':
      return createBasket({
        id,
        navUsd6,
        weightsPips: document.assets.map(({ weightPercent }) => toPips(weightPercent)),
        memoryDays: document.memoryDays,
      })
    case 'cppi':
      return createCppi({
        id,
        navUsd6,
        floorPips: toPips(document.floorPercent),
        ratchetPips: toPips(document.ratchetPercent),
        multiplierE3: toE3(document.multiplier),
        maxWeightPips: toPips(document.maxWeightPercent),
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
  const legs = document.legs.map((leg) => ({
    type: leg.type,
    strikePips: toPips(leg.strikePercent),
    days: leg.days,
    quantityPips: toPips(leg.quantityPercent),
  }))
  return createOptionBook(
    {
      id: document.name,
      navUsd6: toUsd6(document.navUsd),
      legs,
      hedge: document.hedge,
      spreadPips: toPips(document.spreadPercent),
    },
    strategies,
  )
}

function fromCarry(document: DocumentOf<'carry'>, strategies: Strategies): Portfolio {
  const { leverage } = document
  return createCarry(
    {
      id: document.name,
      navUsd6: toUsd6(document.navUsd),
      margin: document.margin,
      leverage:
        typeof leverage === 'number'
          ? toE3(leverage)
          : { zE4: toE4(leverage.z), zJumpE4: toE4(leverage.zJump), delaySec: leverage.delaySec },
      maintenancePips: toPips(document.maintenancePercent),
      basisReservePips: toPips(document.basisReservePercent),
      haircutPips: toPips(document.haircutPercent),
      topUpPips: toPips(document.topUpPercent),
      penaltyPips: toPips(document.penaltyPercent),
      borrowPipsYear: toPips(document.borrowPercentYear),
      timingDays: document.timingDays,
    },
    strategies,
  )
}

function fromLpHedge(document: DocumentOf<'lp-hedge'>): Portfolio {
  const { recentre } = document
  return createLpHedge({
    id: document.name,
    navUsd6: toUsd6(document.navUsd),
    providedPips: toPips(document.providedPercent),
    rangePips: toPips(document.rangePercent),
    recentre:
      recentre === 'out-of-range' ? { kind: recentre } : { kind: 'days', days: recentre.days },
    hedgedPips: toPips(document.hedgedPercent),
    hedge: document.hedge,
    feePips: toPips(document.feePercent),
  })
}

function fromLeveraged(document: DocumentOf<'leveraged'>, strategies: Strategies): Portfolio {
  const { overlay } = document
  return createLeveraged(
    {
      id: document.name,
      navUsd6: toUsd6(document.navUsd),
      leverageE3: toE3(document.leverage),
      liquidationThresholdPips: toPips(document.liquidationThresholdPercent),
      closeFactorPips: toPips(document.closeFactorPercent),
      bonusPips: toPips(document.bonusPercent),
      borrowPipsYear: toPips(document.borrowPercentYear),
      overlay: overlay && {
        kind: overlay.type,
        days: overlay.days,
        bufferPips: toPips(overlay.bufferPercent),
        spreadPips: toPips(overlay.spreadPercent),
      },
    },
    strategies,
  )
}

const toUsd6 = (usd: number) => Math.round(usd * 1e6)
const toPips = (percent: number) => Math.round(percent * 1e4)
const toE3 = (multiple: number) => Math.round(multiple * 1e3)
const toE4 = (deviations: number) => Math.round(deviations * 1e4)
