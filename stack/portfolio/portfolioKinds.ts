import { carryKind } from './kinds/carry.ts'
import { leveragedKind } from './kinds/leveraged.ts'
import { lpKind } from './kinds/lp.ts'
import { optionsKind } from './kinds/options.ts'
import type { PortfolioKind } from './portfolioKind.ts'
import type { PortfolioName } from './portfolioNames.ts'

/** What a run shows for each name. */
export const portfolioKinds: Readonly<Record<PortfolioName, PortfolioKind>> = {
  carry: carryKind,
  lp: lpKind,
  leveraged: leveragedKind,
  options: optionsKind,
}
