import type { priceFeedAbi, priceVerifierAbi } from '../../abi/index.ts'
import { formatAmount } from '../../governance/index.ts'
import { formatEther } from '../formatEther.ts'
import { formatUtc } from '../formatUtc.ts'
import type { riskParametersSentences } from './riskParameters.ts'
import type { Sentences } from './sentences.ts'

/** What feeds of signed prices and their verifiers refuse with, beside what RiskParameters passes on of them. */
type PriceSentences = Omit<
  Sentences<typeof priceFeedAbi> & Sentences<typeof priceVerifierAbi>,
  keyof typeof riskParametersSentences
>

/** What they mean. */
export const priceSentences: PriceSentences = {
  OtherFeed: (feedId, expected) =>
    `the signed price is of feed ${feedId}, this one keeps ${expected}; bring a report of that one`,
  PriceNotNewer: (observedAt, keptAt) =>
    `the signed price is of ${formatUtc(observedAt)}, one of ${formatUtc(keptAt)} is kept already; bring a newer report`,
  PriceInFuture: (observedAt, nowAt) =>
    `the signed price is of ${formatUtc(observedAt)}, the block's time is ${formatUtc(nowAt)}; bring it once that time has come`,
  PriceTooOld: (ageSec, maxAgeSec) =>
    `the signed price is ${formatAmount(ageSec, 'sec')} old, ${formatAmount(maxAgeSec, 'sec')} are allowed; bring a newer report`,
  PriceOutOfRange: (priceWad) =>
    `the signed price of ${priceWad} /1e18 dollars is none that a feed can hold; bring another report`,
  NotTheVerifier: (sender) =>
    `${sender} is not the feed's verifier, which alone gives back what is left of a fee; send nothing to the feed`,
  FeeTooLow: (sentWei, feeWei) =>
    `${formatEther(sentWei)} came with the report, its provider takes ${formatEther(feeWei)}; send that much`,
  UnknownReportVersion: (feedId) =>
    `the report of feed ${feedId} has a form that the verifier does not read; bring one of version 3`,
  ReportExpired: (expiresAt, nowAt) =>
    `the report ended at ${formatUtc(expiresAt)}, the block's time is ${formatUtc(nowAt)}; bring a newer one`,
  ExponentOutOfRange: (expo) =>
    `the signed price has the exponent ${expo}, which the verifier does not read; bring another report`,
}
