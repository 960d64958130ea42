import { blocksFormat } from './formats/blocks.ts'
import { exchangeFormat } from './formats/exchange.ts'
import { fundingFormat } from './formats/funding.ts'
import { gasDaysFormat, gasMinutesFormat } from './formats/gas.ts'
import { optionChainFormat } from './formats/optionChain.ts'
import { poolEventsFormat } from './formats/poolEvents.ts'
import { poolHoursFormat } from './formats/poolHours.ts'
import { poolMinutesFormat } from './formats/poolMinutes.ts'
import { spotPerpFundingFormat } from './formats/spotPerpFunding.ts'
import { volatilityFormat } from './formats/volatility.ts'
import type { SourceFormat } from './sourceFormat.ts'

/** Every kind of file that can be imported. */
export const sourceFormats: readonly SourceFormat[] = [
  blocksFormat,
  poolMinutesFormat,
  poolEventsFormat,
  poolHoursFormat,
  exchangeFormat,
  spotPerpFundingFormat,
  fundingFormat,
  gasMinutesFormat,
  gasDaysFormat,
  optionChainFormat,
  volatilityFormat,
]
