import { parseAbi } from 'viem'
import { structs } from './structs.ts'

/** What the contracts of signed prices add to the structs (contracts/interfaces/prices/). */
const priceStructs = [
  ...structs,
  'struct PriceFeedSettings { address verifier; bytes32 feedId; uint32 maxAgeSec; uint32 windowSec; bool isRequired; }',
  'struct SignedPrice { bytes32 feedId; uint40 observedAt; int256 priceWad; int256 bidWad; int256 askWad; }',
  'struct PriceUpdate { address feed; bytes signedReport; }',
] as const

/** The latest signed price of one asset (IPriceFeed.sol). */
export const priceFeedAbi = parseAbi([
  ...priceStructs,
  'event PriceUpdated(uint256 priceWad, uint40 observedAt)',
  'function update(bytes signedReport) payable returns (uint256 priceWad, uint40 observedAt)',
  'function updateIfNewer(bytes signedReport) payable returns (uint256 priceWad, uint40 observedAt)',
  'function latest() view returns (uint256 priceWad, uint40 observedAt, bool isFresh)',
  'function requireAgreement(address pool, bool isQuoteToken0, uint256 nativePriceUsd6, uint32 maxDeviationPips) view',
  'function settings() view returns (PriceFeedSettings)',
  'error OtherFeed(bytes32 feedId, bytes32 expected)',
  'error PriceNotNewer(uint256 observedAt, uint256 keptAt)',
  'error PriceInFuture(uint256 observedAt, uint256 nowAt)',
  'error PriceTooOld(uint256 ageSec, uint256 maxAgeSec)',
  'error PriceOutOfRange(int256 priceWad)',
  'error PriceDeviates(uint256 meanPriceWad, uint256 signedPriceWad, uint256 maxDeviationPips)',
  'error PriceSilent(uint256 ageSec, uint256 maxAgeSec)',
  'error OutOfDomain(bytes32 field, uint256 value, uint256 min, uint256 max)',
  'error NotTheVerifier(address sender)',
])

/** An adapter in front of one provider (IPriceVerifier.sol), with what those of this project refuse. */
export const priceVerifierAbi = parseAbi([
  ...priceStructs,
  'function verify(bytes signedReport) payable returns (SignedPrice price)',
  'function quoteFee(bytes signedReport) view returns (uint256 feeWei)',
  'error FeeTooLow(uint256 sentWei, uint256 feeWei)',
  'error UnknownReportVersion(bytes32 feedId)',
  'error ReportExpired(uint256 expiresAt, uint256 nowAt)',
  'error ExponentOutOfRange(int32 expo)',
])

/** Signed prices and what needs them in one transaction (IPricedPush.sol). */
export const pricedPushAbi = parseAbi([
  ...priceStructs,
  'function push(address riskParameters, Report report, bytes signatures, PriceUpdate[] updates) payable',
  'function updateAndCall(PriceUpdate[] updates, address target, bytes data) payable returns (bytes answer)',
])
