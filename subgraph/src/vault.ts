// Handles the events of the portfolio that a market steers.

import { BigInt } from '@graphprotocol/graph-ts'
import {
  Rebalance,
  RebalancePoint,
  Vault,
  VaultDeposit,
  VaultRedemptionInKind,
  VaultWithdrawal,
} from '../../build/subgraph/generated/schema'
import {
  Deposit,
  Rebalanced,
  RedeemedInKind,
  Withdraw,
} from '../../build/subgraph/generated/templates/Vault/Vault'
import { nameStatus } from './enums'
import { factId } from './ids'
import { isZero, toInt8 } from './integers'
import { quoteToUsd6 } from './poolPrice'
import { skipEvent } from './skipFact'

const ONE_PIPS: i32 = 1_000_000

export function handleRebalanced(event: Rebalanced): void {
  const vault = Vault.load(event.address)
  const status = nameStatus(event.params.status)
  if (vault === null || status === null) {
    const reason = vault === null ? 'no market names this portfolio' : 'status not known'
    skipEvent(event, 'Rebalanced', reason, event.address)
    return
  }
  const params = event.params
  const tradedQuote = params.quoteAmount
  const costQuote = params.costQuote
  const rebalance = new Rebalance(factId(event))
  rebalance.vault = vault.id
  rebalance.caller = params.caller
  rebalance.status = status
  rebalance.isRiskySold = params.soldRisky
  rebalance.weightBeforePips = params.weightBeforePips
  rebalance.weightAfterPips = params.weightAfterPips
  rebalance.targetWeightPips = params.targetWeightPips
  rebalance.driftBeforePips = distance(params.weightBeforePips, params.targetWeightPips)
  rebalance.driftAfterPips = distance(params.weightAfterPips, params.targetWeightPips)
  rebalance.bandPips = params.bandPips
  rebalance.returnPips = params.returnPips
  rebalance.isCut = params.isCut
  rebalance.elapsedSec = params.elapsedSec
  rebalance.riskyAmount = params.riskyAmount
  rebalance.tradedQuote = tradedQuote
  rebalance.costQuote = costQuote
  rebalance.costPips = isZero(tradedQuote)
    ? BigInt.zero()
    : costQuote.times(BigInt.fromI32(ONE_PIPS)).div(tradedQuote)
  rebalance.impactPips = params.impactPips
  rebalance.navQuote = params.navQuote
  rebalance.navUsd6 = quoteToUsd6(params.navQuote, vault.quoteDecimals)
  rebalance.blockNumber = toInt8(event.block.number)
  rebalance.blockAt = toInt8(event.block.timestamp)
  rebalance.transactionHash = event.transaction.hash
  rebalance.save()

  vault.rebalanceCount = vault.rebalanceCount + 1
  vault.totalCostQuote = vault.totalCostQuote.plus(costQuote)
  vault.totalTradedQuote = vault.totalTradedQuote.plus(tradedQuote)
  vault.latestRebalance = rebalance.id
  vault.save()
  savePoint(rebalance)
}

export function handleDeposit(event: Deposit): void {
  const vault = Vault.load(event.address)
  if (vault === null) {
    skipEvent(event, 'Deposit', 'no market names this portfolio', event.address)
    return
  }
  const deposit = new VaultDeposit(factId(event))
  deposit.vault = vault.id
  deposit.sender = event.params.sender
  deposit.owner = event.params.owner
  deposit.assetsQuote = event.params.assets
  deposit.shares = event.params.shares
  deposit.blockNumber = toInt8(event.block.number)
  deposit.blockAt = toInt8(event.block.timestamp)
  deposit.transactionHash = event.transaction.hash
  deposit.save()
  vault.shareSupply = vault.shareSupply.plus(deposit.shares)
  vault.save()
}

export function handleWithdraw(event: Withdraw): void {
  const vault = Vault.load(event.address)
  if (vault === null) {
    skipEvent(event, 'Withdraw', 'no market names this portfolio', event.address)
    return
  }
  const withdrawal = new VaultWithdrawal(factId(event))
  withdrawal.vault = vault.id
  withdrawal.sender = event.params.sender
  withdrawal.receiver = event.params.receiver
  withdrawal.owner = event.params.owner
  withdrawal.assetsQuote = event.params.assets
  withdrawal.shares = event.params.shares
  withdrawal.blockNumber = toInt8(event.block.number)
  withdrawal.blockAt = toInt8(event.block.timestamp)
  withdrawal.transactionHash = event.transaction.hash
  withdrawal.save()
  vault.shareSupply = vault.shareSupply.minus(withdrawal.shares)
  vault.save()
}

export function handleRedeemedInKind(event: RedeemedInKind): void {
  const vault = Vault.load(event.address)
  if (vault === null) {
    skipEvent(event, 'RedeemedInKind', 'no market names this portfolio', event.address)
    return
  }
  const redemption = new VaultRedemptionInKind(factId(event))
  redemption.vault = vault.id
  redemption.caller = event.params.caller
  redemption.receiver = event.params.receiver
  redemption.owner = event.params.owner
  redemption.shares = event.params.shares
  redemption.assetsQuote = event.params.quoteAmount
  redemption.riskyAmount = event.params.riskyAmount
  redemption.blockNumber = toInt8(event.block.number)
  redemption.blockAt = toInt8(event.block.timestamp)
  redemption.transactionHash = event.transaction.hash
  redemption.save()
  vault.shareSupply = vault.shareSupply.minus(redemption.shares)
  vault.save()
}

function savePoint(rebalance: Rebalance): void {
  const point = new RebalancePoint(0)
  point.vault = rebalance.vault
  point.driftBeforePips = rebalance.driftBeforePips
  point.tradedQuote = rebalance.tradedQuote
  point.costQuote = rebalance.costQuote
  point.navUsd6 = rebalance.navUsd6
  point.save()
}

function distance(a: BigInt, b: BigInt): BigInt {
  return a > b ? a.minus(b) : b.minus(a)
}
