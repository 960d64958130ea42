import { readFileSync } from 'node:fs'
import { getAddress, type Hex, keccak256, toHex } from 'viem'
import {
  type DraftChange,
  type MarketConfig,
  type ProposalContracts,
  readDraft,
} from '../../../governance/index.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'

const address = (name: string) => getAddress(keccak256(toHex(name)).slice(0, 42) as Hex)

const RISK_PARAMETERS = address('RiskParameters')
/** With one other chain. */
export const contracts = {
  riskParameters: RISK_PARAMETERS,
  remote: {
    governanceSender: address('GovernanceSender'),
    chains: [{ chainId: 31_338n, name: 'local-2', remoteParameters: address('RemoteParameters') }],
  },
} as const satisfies ProposalContracts

const example = new URL('../../../governance/examples/market.yaml', import.meta.url)
const [addition] = readDraft(readFileSync(example, 'utf8')).changes
const {
  change: _,
  rationale: __,
  market: ___,
  fallback,
  ...voted
} = addition as Extract<DraftChange, { change: 'market' }>

/** The market of governance/examples/market.yaml, at unused addresses, with the reporters of a local stack. */
export const localConfig: MarketConfig = {
  ...voted,
  fallbackVector: fallback,
  source: {
    ...voted.source,
    pool: address('pool'),
    nativePool: address('pool'),
    portfolio: address('vault'),
  },
  reporters: localAccounts.reporters
    .map((account) => account.address)
    .toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)),
}

export const localMarkets: ReadonlyMap<Hex, MarketConfig> = new Map([
  [LOCAL_MARKET_ID, localConfig],
])
