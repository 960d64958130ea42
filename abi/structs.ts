/** The contracts' structs (contracts/libraries/), for `parseAbi`. */
export const structs = [
  'struct Policy { uint32 riskAversionE4; uint32 curvaturePips; uint32 curvatureCapPips; uint32 poolFeePips; uint32 gasUnits; uint32 txBytes; uint64 priorityFeePerGas; uint32 epochSec; uint32 slippageCapPips; uint32 inclusionBlocks; uint32 gasTargetPips; uint32 baseFeeDenominator; uint32 executionDelaySec; uint32 viscosityE4; uint32 zE4; uint32 zJumpE4; }',
  'struct Parameters { uint32 aggressivenessPips; uint32 bandPips; uint40 maxTradeUsd; uint32 intervalSec; uint16 cppiMultiplierE3; uint32 guardPips; uint32 lotPips; uint32 returnPips; }',
  'struct Observation { uint64 baseFeePerGas; uint32 gasUsedRatioPips; uint64 nativePriceUsd6; uint64 depthUsd6; uint64 depthRefUsd6; uint64 varianceWad; uint64 navUsd6; uint64 dataFeeWei; uint32 curvaturePips; uint32 horizonSec; }',
  'struct Bounds { Parameters min; Parameters max; Parameters stepUp; Parameters stepDown; Parameters budget; uint32 budgetWindowSec; uint32 cooldownSec; }',
  'struct Loosening { Parameters used; uint40 lastAt; }',
  'struct Freshness { uint32 maxAgeSec; uint32 reportAgeSec; uint32 reportAgeBlocks; }',
  'struct Source { address pool; address nativePool; address portfolio; address gasPriceOracle; bool isQuoteToken0; uint8 quoteDecimals; bool isNativeToken0; uint8 nativeQuoteDecimals; bool hasGasLimit; uint8 segmentOffsetSec; uint64 startVarianceWad; uint64 startDepthRefUsd6; address priceFeed; uint32 maxPriceDeviationPips; }',
  'struct MarketConfig { Policy policy; Bounds bounds; Parameters fallbackVector; Freshness freshness; Source source; address model; bytes32 coreHash; uint32 threshold; address[] reporters; }',
  'struct MarketState { Parameters values; uint40 observedAt; address config; bool isHalted; bool isOnFallback; bool isAwaitingEvidence; Loosening loosening; }',
  'struct Report { bytes32 marketId; address config; uint40 observedAt; uint64 blockNumber; bytes32 blockHash; uint256[2] evidence; }',
] as const
