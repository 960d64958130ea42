// Handles token holders and their delegations.

import { Address, BigInt, Bytes } from '@graphprotocol/graph-ts'
import { DelegationChange, Token, VotingPowerChange } from '../../build/subgraph/generated/schema'
import {
  DelegateChanged,
  DelegateVotesChanged,
  Transfer,
} from '../../build/subgraph/generated/Token/Token'
import { fetchAccount } from './accounts'
import { factId } from './ids'
import { isZero, toInt8 } from './integers'
import { skipEvent } from './skipFact'

export function handleTransfer(event: Transfer): void {
  const from = event.params.from
  const to = event.params.to
  const value = event.params.value
  const token = fetchToken(event.address)
  const isMint = from.equals(Address.zero())
  if (!isMint && fetchAccount(from).balance < value) {
    skipEvent(event, 'Transfer', 'more than the balance that is known', from)
    return
  }
  if (isMint) token.totalSupply = token.totalSupply.plus(value)
  else changeBalance(token, from, value.neg())
  if (to.equals(Address.zero())) token.totalSupply = token.totalSupply.minus(value)
  else changeBalance(token, to, value)
  token.save()
}

export function handleDelegateChanged(event: DelegateChanged): void {
  const change = new DelegationChange(factId(event))
  const delegator = fetchAccount(event.params.delegator)
  change.delegator = delegator.id
  change.oldDelegate = event.params.fromDelegate
  change.newDelegate = event.params.toDelegate
  change.blockNumber = toInt8(event.block.number)
  change.blockAt = toInt8(event.block.timestamp)
  change.transactionHash = event.transaction.hash
  change.save()

  const isNobody = event.params.toDelegate.equals(Address.zero())
  delegator.delegate = isNobody ? null : event.params.toDelegate
  delegator.save()
  countDelegator(event.params.fromDelegate, -1)
  countDelegator(event.params.toDelegate, 1)
}

export function handleDelegateVotesChanged(event: DelegateVotesChanged): void {
  const delegate = fetchAccount(event.params.delegate)
  const change = new VotingPowerChange(factId(event))
  change.delegate = delegate.id
  change.oldVotes = event.params.previousVotes
  change.newVotes = event.params.newVotes
  change.blockNumber = toInt8(event.block.number)
  change.blockAt = toInt8(event.block.timestamp)
  change.transactionHash = event.transaction.hash
  change.save()
  delegate.votes = change.newVotes
  delegate.save()
}

function changeBalance(token: Token, address: Bytes, amount: BigInt): void {
  const account = fetchAccount(address)
  const balance = account.balance.plus(amount)
  if (isZero(account.balance) && !isZero(balance)) token.holderCount = token.holderCount + 1
  if (!isZero(account.balance) && isZero(balance)) token.holderCount = token.holderCount - 1
  account.balance = balance
  account.save()
}

function countDelegator(delegate: Address, change: i32): void {
  if (delegate.equals(Address.zero())) return
  const account = fetchAccount(delegate)
  account.delegatorCount = max<i32>(0, account.delegatorCount + change)
  account.save()
}

function fetchToken(address: Bytes): Token {
  const token = Token.load(address)
  if (token !== null) return token
  const created = new Token(address)
  created.totalSupply = BigInt.zero()
  created.holderCount = 0
  return created
}
