import type { Hex } from 'viem'
import type { riskParametersErrors } from '../../abi/index.ts'
import { showText } from '../../core/showText.ts'
import { formatAmount, formatMarket } from '../../governance/index.ts'
import { formatUtc } from '../formatUtc.ts'
import { formatField, readFieldName } from './formatField.ts'
import type { Sentences } from './sentences.ts'

const market = (id: Hex) => `the market ${formatMarket(id)}`
const seconds = (sec: bigint) => formatAmount(sec, 'sec')
const blocks = (count: bigint) => formatAmount(count, 'blocks')

const dollars = (priceWad: bigint) => formatAmount(priceWad / 10n ** 12n, 'usd6')

const outside = (field: Hex, value: bigint, min: bigint, max: bigint, who: string) => {
  const name = readFieldName(field)
  const [got, least, most] = [value, min, max].map((one) => formatField(name, one))
  return `${name} is ${got}, ${who} allows ${least} to ${most}; change it in the draft`
}

/** What RiskParameters and its model refuse with, when a proposal or a report reaches them. */
export const riskParametersSentences: Sentences<typeof riskParametersErrors> = {
  UnknownMarket: (id) => `there is no market ${formatMarket(id)}; see \`gimbal params list\``,
  MarketExists: (id) => `${market(id)} exists already; change it by its parts, or name another`,
  HaltedMarket: (id) => `${market(id)} is halted; a proposal with \`resume\` ends that`,
  MarketUsesFallback: (id) =>
    `${market(id)} is on its fallback; a proposal with \`resume\` ends that`,
  ModelWithoutCode: (model) => `the model ${model} has no code; give the address of a contract`,
  CoreHashMissing: () => "the core's hash is zero; give what `gimbal core-hash` prints",
  PoolWithoutCode: (pool) => `the pool ${pool} has no code; give the address of a Uniswap v3 pool`,
  NoAnswer: (account) =>
    `${account} does not answer as a pool, a token or a price feed does; give a Uniswap v3 pool whose tokens tell their decimals, and a feed of signed prices or none`,
  OracleWithoutCode: (oracle) =>
    `the gas price oracle ${oracle} has no code; give the address of a contract, or none where the chain has no data fee`,
  WrongBlockSource: (given) =>
    `it counts blocks ${given === 1 ? 'by ArbSys, which this chain does not have' : 'as most chains do, and this chain has ArbSys'}; deploy it with the other block source`,
  BoundsInverted: (field, min, max) => {
    const name = readFieldName(field)
    return `${name} has the min ${formatField(name, min)} above the max ${formatField(name, max)}; correct the draft`
  },
  OutOfDomain: (field, value, min, max) => outside(field, value, min, max, 'the model'),
  OutOfBounds: (field, value, min, max) =>
    outside(field, value, min, max, 'what voters have set as bounds'),
  ReportersNotAscending: (previous, next) =>
    `the reporters' addresses are not in ascending order: ${next} follows ${previous}; sort them, each once`,
  ImpactAboveCap: (maxTradeUsd, depthUsd6, slippageCapPips) =>
    `a trade of ${formatAmount(maxTradeUsd, 'usd')} at a depth of ${formatAmount(depthUsd6, 'usd6')} moves the price by more than the slippage cap of ${formatAmount(slippageCapPips, 'pips')}; wait for the next observation`,
  PriceSilent: (ageSec, maxAgeSec) =>
    `the feed of signed prices has none that is young enough (${seconds(ageSec)}, ${seconds(maxAgeSec)} are allowed) and is required; bring it a signed report first`,
  PriceDeviates: (meanPriceWad, signedPriceWad, maxDeviationPips) =>
    `the pool's mean price of ${dollars(meanPriceWad)} is further from the signed price of ${dollars(signedPriceWad)} than the voted ${formatAmount(maxDeviationPips, 'pips')}; wait until the two agree`,
  ConfigChanged: (reported, current) =>
    `it is evidence under the configuration at ${reported}, voters have set the one at ${current} since then; report a block that comes after their change`,
  EvidenceNotNewer: (observedAt, lastObservedAt) =>
    `its evidence is of ${formatUtc(observedAt)}, evidence of ${formatUtc(lastObservedAt)} has counted already; report a later block`,
  EvidenceInFuture: (observedAt, nowAt) =>
    `its evidence is of ${formatUtc(observedAt)}, the block's time is ${formatUtc(nowAt)}; report a block that is there already`,
  EvidenceTooOld: (ageSec, maxAgeSec) =>
    `its evidence is ${seconds(ageSec)} old, ${seconds(maxAgeSec)} are allowed; report a later block`,
  MalformedEvidence: () =>
    'the bits of its evidence that hold no figure are not zero; pack the observation again',
  BlockNotPast: (blockNumber, currentBlock) =>
    `it names block ${blockNumber} in block ${currentBlock}; wait for the next block`,
  BlockTooOld: (ageBlocks, maxAgeBlocks) =>
    `it names a block ${blocks(ageBlocks)} back, ${blocks(maxAgeBlocks)} are allowed; report a later block`,
  BlockHashMismatch: (blockNumber, reported, actual) =>
    `it names ${reported} as block ${blockNumber}, the chain has ${actual}; measure again on this chain`,
  QuorumNotReached: (signatures, threshold) =>
    `it has ${signatures} signatures of reporters, ${threshold} are needed; collect the others`,
  SignersNotAscending: (index, previous, signer) =>
    `signature ${index + 1n} is of ${signer}, after ${previous}; sort them by their signers' addresses`,
  NotReporter: (index, signer) =>
    `signature ${index + 1n} is of ${signer}, who is no reporter of the market; leave it out`,
  InvalidSignature: (index, signer) =>
    `signature ${index + 1n} is not of ${signer}; sign the report again`,
  LengthMismatch: (reports, signatures) =>
    `${reports} reports come with ${signatures} lists of signatures; give one list for each`,
  BatchGasTooLow: (gasLeft, gasNeeded) =>
    `${gasLeft} gas are left where ${gasNeeded} are needed; send it with more gas, or fewer reports`,
  RefusedWithoutReason: () => 'a report failed without a reason; send it alone to see why',
  MalformedTarget: () =>
    'the model returned no valid vector; see `gimbal params get` for the model, and vote for a sound one',
  ConfigNotStored: () =>
    "the market's configuration is not as it was written; read it with `gimbal params get`",
  AccessManagedUnauthorized: (caller) =>
    `${caller} may not do it; only a proposal that has passed may, through the timelock`,
  AccessManagedRequiredDelay: (caller, delay) =>
    `${caller} has to schedule it ${seconds(BigInt(delay))} before at the access manager`,
  AccessManagedInvalidAuthority: (authority) =>
    `${authority} cannot be the authority: it has no code; give the access manager's address`,
  InvalidShortString: () => 'a short text in the contract is damaged; check the address',
  StringTooLong: (text) => `"${showText(text)}" is too long for the contract; shorten it`,
}
