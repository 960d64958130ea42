import { getAddress, type Hex, keccak256, toHex } from 'viem'
import { type CurrentModel, fromAbiConfig, type MarketConfig } from '../../../governance/index.ts'
import { createLocalMarket, LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'

const address = (name: string) => getAddress(keccak256(toHex(name)).slice(0, 42) as Hex)

const RISK_PARAMETERS = address('RiskParameters')
export const contracts = { riskParameters: RISK_PARAMETERS }

/** The market of a local stack, at unused addresses. */
export const localConfig: MarketConfig = fromAbiConfig(
  createLocalMarket({ pool: address('pool') } as never, address('vault')),
)

export const localMarkets: ReadonlyMap<Hex, MarketConfig> = new Map([
  [LOCAL_MARKET_ID, localConfig],
])

export const localModel: CurrentModel = {
  model: address('model'),
  coreHash: keccak256(toHex('core')),
}
