// What contracts tell at the block that closes a segment: the portfolio of itself, a rollup of its data fee.

import { Address, BigInt } from '@graphprotocol/graph-ts'
import { GasPriceOracle } from '../../build/subgraph/generated/RiskParameters/GasPriceOracle'
import { Portfolio } from '../../build/subgraph/generated/RiskParameters/Portfolio'
import { PolicyVersion, SourceVersion } from '../../build/subgraph/generated/schema'
import { isZeroAddress } from './trackPool'

/** The figures of one market at the end of the present block; asked for once, and only when they are needed. */
export class ToldFigures {
  navUsd6: BigInt = BigInt.zero()
  curvaturePips: BigInt = BigInt.zero()
  horizonSec: BigInt = BigInt.zero()
  dataFeeWei: BigInt = BigInt.zero()
  private source: SourceVersion
  private policy: PolicyVersion
  private isRead: bool = false
  private gap: string | null = null

  constructor(source: SourceVersion, policy: PolicyVersion) {
    this.source = source
    this.policy = policy
  }

  /** Asks the contracts, the first time. Returns the ObservationGap if one of them does not answer; null: all did. */
  read(): string | null {
    if (this.isRead) return this.gap
    this.isRead = true
    this.gap = this.readPortfolio()
    if (this.gap === null) this.gap = this.readDataFee()
    return this.gap
  }

  private readPortfolio(): string | null {
    if (isZeroAddress(this.source.portfolio)) return 'NO_PORTFOLIO'
    const portfolio = Portfolio.bind(Address.fromBytes(this.source.portfolio))
    const answer = portfolio.try_portfolioFigures()
    if (answer.reverted) return 'PORTFOLIO_REVERTED'
    this.navUsd6 = answer.value.getNavUsd6()
    this.curvaturePips = answer.value.getCurvaturePips()
    this.horizonSec = answer.value.getHorizonSec()
    return null
  }

  private readDataFee(): string | null {
    if (isZeroAddress(this.source.gasPriceOracle)) return null
    const oracle = GasPriceOracle.bind(Address.fromBytes(this.source.gasPriceOracle))
    const l1Fee = oracle.try_getL1FeeUpperBound(this.policy.txBytes)
    if (l1Fee.reverted) return 'ORACLE_REVERTED'
    // Older rollups have no operator fee.
    const operatorFee = oracle.try_getOperatorFee(this.policy.gasUnits)
    this.dataFeeWei = operatorFee.reverted ? l1Fee.value : l1Fee.value.plus(operatorFee.value)
    return null
  }
}
