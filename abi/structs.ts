/** The contracts' structs (contracts/libraries/), for `parseAbi`. */
export const structs = [
  'struct Policy { uint32 riskAversionE4; uint32 targetWeightPips; uint32 poolFeePips; uint32 gasUnits; uint64 priorityFeePerGas; uint32 epochSec; uint32 slippageCapPips; uint32 inclusionBlocks; uint32 executionDelaySec; uint32 viscosityE4; uint32 zE4; }',
  'struct Parameters { uint32 aggressivenessPips; uint32 bandPips; uint64 maxTradeUsd6; uint32 minIntervalSec; uint16 cppiMultiplierE3; uint32 guardPips; }',
  'struct Observation { uint64 baseFeePerGas; uint32 gasUsedRatioPips; uint64 nativePriceUsd6; uint64 depthUsd6; uint64 depthRefUsd6; uint64 varianceWad; uint64 navUsd6; }',
  'struct Bounds { Parameters min; Parameters max; Parameters stepUp; Parameters stepDown; Parameters budget; uint32 budgetWindowSec; uint32 cooldownSec; }',
  'struct Loosening { Parameters used; uint40 lastAt; }',
  'struct Freshness { uint32 maxAgeSec; uint32 reportAgeSec; uint32 reportAgeBlocks; }',
  'struct Source { address pool; address nativePool; address portfolio; bool isQuoteToken0; uint8 quoteDecimals; bool isNativeToken0; uint8 nativeQuoteDecimals; }',
  'struct MarketConfig { Policy policy; Bounds bounds; Parameters fallbackVector; Freshness freshness; Source source; uint32 threshold; address[] reporters; }',
  'struct MarketState { Parameters values; uint40 observedAt; uint64 epoch; bool isHalted; bool isOnFallback; Loosening loosening; }',
  'struct Report { bytes32 marketId; uint64 epoch; uint64 blockNumber; bytes32 blockHash; Observation observation; }',
] as const
