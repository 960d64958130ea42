import { type Address, erc20Abi, type Hex } from 'viem'
import { provenReporterAbi } from '../../../abi/evidence.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import {
  type AttackChain,
  type Call,
  encodeCall,
  portfolio,
  type ReporterName,
  reporterNames,
} from './attackChain.ts'

/** Whoever pushes, and whoever attacks: anybody. */
const anybody = localAccounts.operator.address
/** Has more of both tokens than any attack takes. */
const rich = localAccounts.trader.address

/** Nine times what the portfolio is worth, 1e6 = $1. */
const DEPOSIT_USD6 = 90_000_000_000_000n

const onReporter = (
  chain: AttackChain,
  name: ReporterName,
  functionName: string,
  args: unknown[],
) => encodeCall(anybody, chain.reporters[name], provenReporterAbi, functionName, args)

/** A push of each market, without hints: anybody's. */
export const pushCalls = (chain: AttackChain): Call[] =>
  reporterNames.map((name) => onReporter(chain, name, 'push', [0n]))

export const measureCalls = (chain: AttackChain): Call[] =>
  reporterNames.map((name) => onReporter(chain, name, 'measure', [0n]))

export const pushWithHeaderCall = (chain: AttackChain, name: ReporterName, header: Hex): Call =>
  onReporter(chain, name, 'pushWithHeader', [0n, header])

/** Dollars in or out. */
export function transferCall({ venue }: AttackChain, way: 'deposit' | 'withdraw'): Call {
  const [from, to]: [Address, Address] = way === 'deposit' ? [rich, portfolio] : [portfolio, rich]
  return encodeCall(from, venue.dollar, erc20Abi, 'transfer', [to, DEPOSIT_USD6])
}
