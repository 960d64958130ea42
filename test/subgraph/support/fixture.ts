import { type AbiEvent, type Address, pad, toHex } from 'viem'
import {
  type ContractName,
  contractNames,
  formatType,
  readEvents,
} from '../../../deploy/subgraph/abis.ts'

/** A test of `gnd test`: blocks through the real indexer, then queries. */
export interface Fixture {
  name: string
  blocks: Block[]
  assertions: { query: string; expected: Record<string, unknown> }[]
}

/** gnd 0.45 gives every header no base fee and no gas. */
interface Block {
  number: number
  timestamp: number
  events?: FixtureEvent[]
}

export interface FixtureEvent {
  address: Address
  event: string
  params: Record<string, unknown>
}

export function accountOf(number: number): Address {
  return pad(toHex(number), { size: 20 })
}

/** Where the contracts of every fixture are; `Pool` is listed in the manifest, `OtherPool` found by an event. */
export const at = {
  RiskParameters: accountOf(0xa1),
  Governor: accountOf(0xa2),
  Token: accountOf(0xa3),
  Timelock: accountOf(0xa4),
  Pool: accountOf(0xa5),
  OtherPool: accountOf(0xa6),
  Vault: accountOf(0xa7),
  Evidence: accountOf(0xa8),
  ParametersSender: accountOf(0xc1),
  GovernanceSender: accountOf(0xc2),
  Messenger: accountOf(0xc3),
  OtherMessenger: accountOf(0xc4),
  RemotePortfolio: accountOf(0xc5),
  RemoteParameters: accountOf(0xd1),
  GovernanceReceiver: accountOf(0xd2),
  RemoteTimelock: accountOf(0xd3),
  Book: accountOf(0xd4),
} as const

/** The chains of the fixtures across chains. */
export const HOME_CHAIN_ID = 31_337
export const AWAY_CHAIN_ID = 31_338

const events = new Map<string, AbiEvent>()
for (const contract of contractNames) {
  for (const event of await readEvents(contract)) events.set(`${contract}.${event.name}`, event)
}

/** An event of a contract, at its address or another, as the fixture's file has it. */
export function emit(
  contract: ContractName,
  name: string,
  params: Record<string, unknown>,
  address: Address = at[contract],
): FixtureEvent {
  const event = events.get(`${contract}.${name}`)
  if (event === undefined) throw new Error(`${contract} has no event ${name}`)
  const inputs = event.inputs.map((input) => {
    return `${formatType(input)}${input.indexed ? ' indexed' : ''} ${input.name}`
  })
  return { address, event: `${name}(${inputs.join(', ')})`, params }
}
