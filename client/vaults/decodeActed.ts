import { type Address, decodeEventLog, type Log } from 'viem'
import { positionVaultAbi } from '../../abi/index.ts'
import { statuses } from './decodeRebalanced.ts'

/** What a position vault may do, in the order of the contract's enum (contracts/interfaces/IPositionVault.sol). */
export const actionNames = [
  'none',
  'trade',
  'cut',
  'settle',
  'roll',
  'recentre',
  'order',
  'close',
  'top-up',
] as const
export type ActionName = (typeof actionNames)[number]

/** Why nothing is due, in the order of the contract's enum; `none`: something is. */
export const actionReasons = [
  'none',
  'no-parameters',
  'price-unknown',
  'price-deviates',
  'empty',
  'inside-band',
  'too-soon',
  'trade-too-small',
  'venue-silent',
  'venue-deviates',
] as const
export type ActionReason = (typeof actionReasons)[number]

/** What `act` would do, or did; amounts in quote's smallest unit, exposures signed, shares of 1e6. */
export interface DueAction {
  action: ActionName
  reason: ActionReason
  /** Of the parameters used. */
  status: (typeof statuses)[number]
  driftPips: bigint
  bandPips: bigint
  returnPips: bigint
  /** Since the vault's clock was started, seconds. */
  elapsedSec: bigint
  navQuote: bigint
  heldQuote: bigint
  targetQuote: bigint
  /** The change of exposure that it orders. */
  tradeQuote: bigint
}

/** The event of an act as IPositionVault.sol describes it. */
export interface ActedEvent {
  caller: Address
  due: DueAction
  heldAfterQuote: bigint
  navAfterQuote: bigint
  /** Change of exposure, signed. */
  tradedQuote: bigint
  costQuote: bigint
}

/** As viem decodes the contract's struct. */
export type AbiDue = Readonly<Record<keyof DueAction, bigint | number>>

export function toDueAction(due: AbiDue): DueAction {
  return {
    action: actionNames[Number(due.action)] ?? 'none',
    reason: actionReasons[Number(due.reason)] ?? 'no-parameters',
    status: statuses[Number(due.status)] ?? 'unknown',
    driftPips: BigInt(due.driftPips),
    bandPips: BigInt(due.bandPips),
    returnPips: BigInt(due.returnPips),
    elapsedSec: BigInt(due.elapsedSec),
    navQuote: BigInt(due.navQuote),
    heldQuote: BigInt(due.heldQuote),
    targetQuote: BigInt(due.targetQuote),
    tradeQuote: BigInt(due.tradeQuote),
  }
}

/** @throws viem's DecodeLogError if the log is of another event. */
export function decodeActed({ topics, data }: Pick<Log, 'topics' | 'data'>): ActedEvent {
  const { args } = decodeEventLog({ abi: positionVaultAbi, eventName: 'Acted', topics, data })
  const { caller, due, heldAfterQuote, navAfterQuote, tradedQuote, costQuote } = args
  return {
    caller,
    due: toDueAction(due),
    heldAfterQuote,
    navAfterQuote,
    tradedQuote,
    costQuote,
  }
}
