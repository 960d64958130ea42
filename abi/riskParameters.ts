import { parseAbi } from 'viem'
import { structs } from './structs.ts'

/** What voters set (contracts/interfaces/IRiskParametersAdmin.sol). */
export const adminAbi = parseAbi([
  ...structs,
  'function addMarket(bytes32 marketId, MarketConfig config)',
  'function setPolicy(bytes32 marketId, Policy policy)',
  'function setBounds(bytes32 marketId, Bounds bounds)',
  'function setFallback(bytes32 marketId, Parameters fallbackVector)',
  'function setReporters(bytes32 marketId, address[] reporters, uint32 threshold)',
  'function setFreshness(bytes32 marketId, Freshness freshness)',
  'function setSource(bytes32 marketId, Source source)',
  'function setModel(bytes32[] marketIds, address newModel, bytes32 newCoreHash)',
  'function resume(bytes32 marketId)',
])

/** What a guardian may do at once. */
export const guardianAbi = parseAbi([
  'function halt(bytes32 marketId)',
  'function useFallback(bytes32 marketId)',
])

/** Reading markets, and bringing reports (contracts/interfaces/IRiskParametersReports.sol). */
export const riskParametersAbi = parseAbi([
  ...structs,
  'function parameters(bytes32 marketId) view returns (Parameters values, uint8 status, uint40 ageSec)',
  'function marketConfig(bytes32 marketId) view returns (MarketConfig config)',
  'function marketState(bytes32 marketId) view returns (MarketState state)',
  'function coreHash(bytes32 marketId) view returns (bytes32)',
  'function standardCoreHash() view returns (bytes32)',
  'function blockSource() view returns (uint8)',
  'function push(Report report, bytes signatures)',
  'function pushMany(Report[] reports, bytes[] signatures) returns (bytes[] refusals)',
  'function preview(Report report) view returns (Parameters target, Parameters next, uint32 limits, bytes refusal)',
  'function reportDigest(Report report) view returns (bytes32)',
])

/** Every event of RiskParameters. */
export const riskParametersEvents = parseAbi([
  ...structs,
  'event MarketAdded(bytes32 indexed marketId, MarketConfig config)',
  'event PolicySet(bytes32 indexed marketId, Policy oldPolicy, Policy newPolicy)',
  'event BoundsSet(bytes32 indexed marketId, Bounds oldBounds, Bounds newBounds)',
  'event FallbackSet(bytes32 indexed marketId, Parameters oldVector, Parameters newVector)',
  'event ReportersSet(bytes32 indexed marketId, address[] oldReporters, uint32 oldThreshold, address[] newReporters, uint32 newThreshold)',
  'event FreshnessSet(bytes32 indexed marketId, Freshness oldFreshness, Freshness newFreshness)',
  'event SourceSet(bytes32 indexed marketId, Source oldSource, Source newSource)',
  'event ModelSet(bytes32 indexed marketId, address oldModel, bytes32 oldCoreHash, address newModel, bytes32 newCoreHash)',
  'event ValueMoved(bytes32 indexed marketId, Parameters oldValues, Parameters newValues)',
  'event MarketHalted(bytes32 indexed marketId, address indexed account)',
  'event MarketOnFallback(bytes32 indexed marketId, address indexed account)',
  'event MarketResumed(bytes32 indexed marketId, address indexed account)',
  'event Updated(bytes32 indexed marketId, uint256[5] words)',
  'event PushFailed(bytes32 indexed marketId, uint40 indexed observedAt, bytes refusal)',
])

/** Why RiskParameters refuses. */
export const riskParametersErrors = parseAbi([
  'error UnknownMarket(bytes32 marketId)',
  'error MarketExists(bytes32 marketId)',
  'error HaltedMarket(bytes32 marketId)',
  'error MarketUsesFallback(bytes32 marketId)',
  'error ModelWithoutCode(address model)',
  'error CoreHashMissing()',
  'error PoolWithoutCode(address pool)',
  'error OracleWithoutCode(address oracle)',
  'error NoAnswer(address account)',
  'error WrongBlockSource(uint8 given)',
  'error BoundsInverted(bytes32 field, uint256 min, uint256 max)',
  'error OutOfDomain(bytes32 field, uint256 value, uint256 min, uint256 max)',
  'error OutOfBounds(bytes32 field, uint256 value, uint256 min, uint256 max)',
  'error ReportersNotAscending(address previous, address next)',
  'error ImpactAboveCap(uint256 maxTradeUsd, uint256 depthUsd6, uint256 slippageCapPips)',
  'error PriceSilent(uint256 ageSec, uint256 maxAgeSec)',
  'error PriceDeviates(uint256 meanPriceWad, uint256 signedPriceWad, uint256 maxDeviationPips)',
  'error ConfigChanged(address reported, address current)',
  'error EvidenceNotNewer(uint256 observedAt, uint256 lastObservedAt)',
  'error EvidenceInFuture(uint256 observedAt, uint256 nowAt)',
  'error EvidenceTooOld(uint256 ageSec, uint256 maxAgeSec)',
  'error MalformedEvidence()',
  'error BlockNotPast(uint256 blockNumber, uint256 currentBlock)',
  'error BlockTooOld(uint256 ageBlocks, uint256 maxAgeBlocks)',
  'error BlockHashMismatch(uint256 blockNumber, bytes32 reported, bytes32 actual)',
  'error QuorumNotReached(uint256 signatures, uint256 threshold)',
  'error SignersNotAscending(uint256 index, address previous, address signer)',
  'error NotReporter(uint256 index, address signer)',
  'error InvalidSignature(uint256 index, address signer)',
  'error LengthMismatch(uint256 reports, uint256 signatures)',
  'error BatchGasTooLow(uint256 gasLeft, uint256 gasNeeded)',
  'error RefusedWithoutReason()',
  'error MalformedTarget()',
  'error ConfigNotStored()',
  'error AccessManagedInvalidAuthority(address authority)',
  'error AccessManagedRequiredDelay(address caller, uint32 delay)',
  'error AccessManagedUnauthorized(address caller)',
  'error InvalidShortString()',
  'error StringTooLong(string str)',
])
