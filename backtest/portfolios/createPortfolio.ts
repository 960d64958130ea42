import type { Strategies } from '../../core/strategies.ts'
import type { Portfolio } from '../../strategy/portfolio.ts'
import { createBasket } from '../../strategy/portfolios/basket.ts'
import { createCarry } from '../../strategy/portfolios/carry.ts'
import { createConstantMix } from '../../strategy/portfolios/constantMix.ts'
import { createCppi } from '../../strategy/portfolios/cppi.ts'
import { createLeveraged } from '../../strategy/portfolios/leveraged.ts'
import { createLpHedge } from '../../strategy/portfolios/lpHedge.ts'
import { createOptionBook } from '../../strategy/portfolios/optionBook.ts'
import type { PortfolioDocument } from './schema.ts'
import { toSettings } from './toSettings.ts'

/** The portfolio that a document describes. */
export function createPortfolio(document: PortfolioDocument, strategies: Strategies): Portfolio {
  switch (document.kind) {
    case 'constant-mix':
      return createConstantMix(toSettings.constantMix(document))
    case 'basket':
      return createBasket(toSettings.basket(document))
    case 'cppi':
      return createCppi(toSettings.cppi(document))
    case 'option-book':
      return createOptionBook(toSettings.optionBook(document), strategies)
    case 'carry':
      return createCarry(toSettings.carry(document), strategies)
    case 'lp-hedge':
      return createLpHedge(toSettings.lpHedge(document))
    case 'leveraged':
      return createLeveraged(toSettings.leveraged(document), strategies)
  }
}
