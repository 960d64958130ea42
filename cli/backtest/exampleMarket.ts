import { zeroAddress } from 'viem'
import { fromAbiConfig, type MarketConfig } from '../../governance/index.ts'
import { createLocalMarket, LOCAL_MARKET_ID } from '../../stack/local/localMarket.ts'

/** The market whose settings stand for those in force where no network is asked. */
export const EXAMPLE_MARKET_ID = LOCAL_MARKET_ID

/** What the local stack starts with, at no addresses. */
export const exampleConfig: MarketConfig = fromAbiConfig(
  createLocalMarket({ pool: zeroAddress }, zeroAddress),
)
