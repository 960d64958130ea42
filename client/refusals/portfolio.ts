import type { bookAbi, remotePortfolioAbi } from '../../abi/index.ts'
import { formatAmount } from '../../governance/index.ts'
import { formatUtc } from '../formatUtc.ts'
import type { bridgeSentences } from './bridge.ts'
import type { riskParametersSentences } from './riskParameters.ts'
import type { Sentences } from './sentences.ts'

const seconds = (sec: bigint) => formatAmount(sec, 'sec')
const dollars = (usd6: bigint) => formatAmount(usd6, 'usd6')

/** `FillReason` of contracts/interfaces/bridge/IBook.sol. */
const fillReasons: readonly string[] = [
  'it would trade now; try again',
  'no order is open: none was taken, the last is filled, or its time is over',
  "the market's status on that chain is Unknown or Halted",
  "the pool's memory does not cover the window of the mean price yet",
  'spot and mean price of the pool disagree by more than was voted; wait until they agree',
  "the mean price lies outside of the order's limits; wait, or let the order end",
  'the book has traded in this second, or has used up what it may trade in this epoch; wait for the next',
  'what may be traded, or what the book has, rounds to nothing',
]

/** `WholeReason` of contracts/interfaces/bridge/IRemotePortfolio.sol. */
const wholeReasons: readonly string[] = [
  'an order would be given now; try again',
  "the market's status at home is Unknown",
  "the home pool's memory does not cover the window of the mean price yet",
  'spot and mean price of the home pool disagree by more than was voted; wait until they agree',
  'a chain has told nothing yet; wait for its first report',
  'an order may still be traded somewhere; wait for what its chain reports',
  'there is nothing to manage; put tokens into a book',
  'the drift of the whole is within the band',
  'the last order was given less than an epoch ago; wait for the next',
  'what may be traded rounds to nothing',
]

const explain = (reasons: readonly string[], reason: number) =>
  reasons[reason] ?? `it gives reason ${reason}, which is not known here`

/** What the contracts of a portfolio over chains refuse with, beside what all contracts between chains do. */
type PortfolioSentences = Omit<
  Sentences<typeof bookAbi> & Sentences<typeof remotePortfolioAbi>,
  keyof typeof bridgeSentences | keyof typeof riskParametersSentences
>

/** What they mean. */
export const portfolioSentences: PortfolioSentences = {
  OrderNotNewer: (number, lastNumber) =>
    `order ${number} is not newer than order ${lastNumber}, which was taken: it is doubled or late; nothing is left to do`,
  OrderExpired: (expiresAt, nowAt) =>
    `the order ended at ${formatUtc(expiresAt)}, it is ${formatUtc(nowAt)} there; give another one`,
  OrderTooLong: (expiresAt, mostAt) =>
    `the order would end at ${formatUtc(expiresAt)}, ${formatUtc(mostAt)} is the latest that the book takes; no portfolio gives such an order`,
  FillRefused: (reason) => `the book trades nothing: ${explain(fillReasons, reason)}`,
  NotThePortfolio: (account) =>
    `${account} is not the portfolio that the book takes orders of; order by RemotePortfolio`,
  NoInventoryRoute: (chainId) => `no route for tokens leads to chain ${chainId}; vote for one`,
  NotTheInventoryBridge: (chainId, account) =>
    `${account} is not the adapter of the route to chain ${chainId}; have that one collect`,
  NotOneToken: () => 'a call moves one token: give exactly one of the two amounts',
  MoveTooLarge: (usedUsd, limitUsd) =>
    `${formatAmount(usedUsd, 'usd')} would have left in this epoch, ${formatAmount(limitUsd, 'usd')} may; move less, or wait for the next epoch`,
  CostTooHigh: (received, least) =>
    `the trade would bring ${received}, ${least} is the least that the slippage cap allows; wait for a deeper pool`,
  UnknownChain: (chainId) => `the portfolio has no chain ${chainId}; give another, or vote for it`,
  FiguresTooOld: (chainId, ageSec, maxAgeSec) =>
    `what chain ${chainId} last told is ${ageSec > 31_557_600n ? 'nothing' : `${seconds(ageSec)} old`}, ${seconds(maxAgeSec)} are allowed; have its book report`,
  ReportNotNewer: (number, lastNumber) =>
    `report ${number} is not newer than report ${lastNumber}, which was taken: it is doubled or late; have the book report anew`,
  ReportInFuture: (madeAt, nowAt) =>
    `the report is of ${formatUtc(madeAt)}, it is ${formatUtc(nowAt)} here; deliver it again once that time has come`,
  DecimalsDiffer: (quote, risky) =>
    `the tokens there have ${quote} and ${risky} decimals, those at home others; vote for another book`,
  ChangeTooLarge: (used, most) =>
    `the chain's reports would have changed ${dollars(used)} in this epoch, ${dollars(most)} are allowed; deliver it again in the next epoch, or vote`,
  OrderRefused: (reason) => `no order is given: ${explain(wholeReasons, reason)}`,
  SizeOutside: (trade, least, most) =>
    `the trade of ${trade} is outside of ${least} to ${most}, in the quote token's smallest unit; give what \`most\` tells`,
  NoInventory: (chainId) =>
    `chain ${chainId} has none of the token that is to be sold; order on another chain, or move inventory there`,
  OutcomeUnknown: (chainId, number) =>
    `whether order ${number} of chain ${chainId} was traded is not known yet; wait for what its book reports`,
  NoOpenOrder: (chainId) => `chain ${chainId} has no open order that could be posted again`,
  TooManyChains: (count, most) =>
    `${count} chains are too many, ${most} are the most; leave one out first`,
  PriceUnknown: () =>
    "the pool's memory does not cover the window of the mean price; have its memory grown, and wait",
}
