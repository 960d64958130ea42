import { erc20Abi, type Hex, parseAbi } from 'viem'
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
/** Lends what is deposited for a block, and gets it back. */
const lender = localAccounts.voters[0].address

/** Nine times what the portfolio is worth, 1e6 = $1. */
const DEPOSIT_USD6 = 90_000_000_000_000n

const mintAbi = parseAbi(['function mint(address, uint256)'])

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

/** Dollars in or out of the portfolio. The local dollar is minted by whoever wants some. */
export function transferCall({ venue }: AttackChain, way: 'deposit' | 'withdraw'): Call {
  return way === 'deposit'
    ? encodeCall(lender, venue.dollar, mintAbi, 'mint', [portfolio, DEPOSIT_USD6])
    : encodeCall(portfolio, venue.dollar, erc20Abi, 'transfer', [lender, DEPOSIT_USD6])
}
