// What has to be true before a replica begins.

import type { Address, Hex } from 'viem'
import { findNearest } from '../core/findNearest.ts'
import type { Core } from '../core/index.ts'
import { formatMarket, type MarketConfig } from '../governance/index.ts'
import { describeFailure } from './describeFailure.ts'
import type { ChainReader } from './sources/createChainReader.ts'
import type { ChainBlock } from './sources/createEndpoints.ts'

/** One check, and what to do if it failed. */
export interface StartCheck {
  name: string
  isOk: boolean
  detail: string
}

export interface StartInput {
  core: Core
  chain: ChainReader
  riskParameters: Address
  markets: readonly Hex[]
  reporter: Address | undefined
  /** Other replicas that can be asked to sign. */
  peerCount: number
  /** Whether this replica gathers signatures and sends. */
  sends: boolean
  heartbeatSec: bigint
  /** Why this machine's clock and the chain's do not fit; none: they do. */
  checkClock(timestamp: bigint): string | undefined
}

/** Looks at chain, contract, core, markets, role and clock, in this order. Never throws because of what it finds. */
export async function checkStart(input: StartInput): Promise<StartCheck[]> {
  const { chain, riskParameters, checkClock } = input
  let head: ChainBlock
  try {
    head = (await chain.readHead()).block
  } catch (error) {
    return [{ name: 'chain', isOk: false, detail: describeFailure(error) }]
  }
  const clockProblem = checkClock(head.timestamp)
  const checks: StartCheck[] = [
    { name: 'chain', isOk: true, detail: `block ${head.number}` },
    {
      name: 'clock',
      isOk: clockProblem === undefined,
      detail: clockProblem ?? 'this machine and the chain agree',
    },
  ]
  const contract = await checkContract(chain, riskParameters, head)
  checks.push(contract)
  if (!contract.isOk) return checks
  for (const marketId of input.markets) checks.push(...(await checkMarket(input, marketId, head)))
  return checks
}

async function checkContract(
  chain: ChainReader,
  address: Address,
  head: ChainBlock,
): Promise<StartCheck> {
  const name = 'contract'
  try {
    const kind = await chain.recognize(address, head)
    if (kind === 'RiskParameters') {
      return { name, isOk: true, detail: `RiskParameters at ${address}` }
    }
    const detail =
      kind === 'no contract'
        ? `there is no contract at ${address}; correct riskParameters, or chain`
        : `${address} is ${kind}, not RiskParameters; correct riskParameters`
    return { name, isOk: false, detail }
  } catch (error) {
    const detail = `what is at ${address} cannot be read (${describeFailure(error)}); try again`
    return { name, isOk: false, detail }
  }
}

async function checkMarket(
  input: StartInput,
  marketId: Hex,
  head: ChainBlock,
): Promise<StartCheck[]> {
  const { chain, core } = input
  const name = formatMarket(marketId)
  try {
    const { config, coreHash } = await chain.readMarket(marketId, head)
    const isSame = core.hash === coreHash.toLowerCase()
    return [
      {
        name: 'core',
        isOk: isSame,
        detail: isSame
          ? `${core.hash}, as voted`
          : `the core here is ${core.hash}, voted is ${coreHash}; install the release that was voted on`,
      },
      ...checkConfig(input, name, config, await chain.findChecker(config, head)),
    ]
  } catch (error) {
    const failure = describeFailure(error)
    const known = await chain.listMarkets(head)
    const isUnknown = known?.includes(marketId) === false || failure.includes('UnknownMarket(')
    const detail = isUnknown
      ? describeUnknown(name, known)
      : `its configuration cannot be read (${failure}); try again`
    return [{ name: `market ${name}`, isOk: false, detail }]
  }
}

function describeUnknown(name: string, known: readonly Hex[] | undefined): string {
  const what = `the contract has no market ${name}`
  if (known === undefined) return `${what}; see \`gimbal params list\`, and correct markets`
  const names = known.map(formatMarket)
  const nearest = findNearest(name, names)
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`
  return `${what}, it has ${names.join(', ') || 'none yet'}${hint || '; correct markets'}`
}

function checkConfig(
  { reporter, peerCount, sends, heartbeatSec }: StartInput,
  name: string,
  { policy, freshness, reporters, threshold }: MarketConfig,
  checker: Address | undefined,
): StartCheck[] {
  const check = (part: string, isOk: boolean, good: string, bad: string): StartCheck => {
    return { name: `${part} ${name}`, isOk, detail: isOk ? good : bad }
  }
  const isReporter =
    reporter !== undefined && reporters.some((one) => BigInt(one) === BigInt(reporter))
  const reachable = BigInt(peerCount) + (isReporter ? 1n : 0n)
  const needed = threshold - (checker === undefined ? 0n : 1n)
  const confirmed = checker === undefined ? '' : `, and the contract ${checker} confirms it`
  // A confirmation waits for the first observation of an epoch: of the one after, if it is just missed.
  const latestSec = heartbeatSec + 2n * policy.epochSec
  return [
    check('market', true, `${reporters.length} reporters, ${needed} have to sign${confirmed}`, ''),
    ...(reporter === undefined
      ? []
      : [
          check(
            'role',
            isReporter,
            `${reporter} is a reporter`,
            `${reporter} is not one of its reporters ${reporters.join(', ')}; use another key, or ask voters for the role`,
          ),
        ]),
    ...(sends
      ? [
          check(
            'quorum',
            reachable >= needed,
            `${reachable} can sign`,
            `${needed} have to sign, ${reachable} can: this replica and its peers; name more peers`,
          ),
          check(
            'heartbeat',
            latestSec <= freshness.maxAgeSec,
            `a value is at most ${latestSec} s old, ${freshness.maxAgeSec} s are allowed`,
            `with a heartbeat of ${heartbeatSec} s a value may be ${latestSec} s old, it expires after ${freshness.maxAgeSec} s; give a shorter heartbeat`,
          ),
        ]
      : []),
  ]
}
