import { parseAbi } from 'viem'
import { structs } from './structs.ts'

/** What contracts of evidence add to the structs (contracts/interfaces/IProvenEvidence.sol, IEvidenceChecker.sol). */
const evidenceStructs = [
  ...structs,
  'struct ProvenSettings { address riskParameters; bytes32 marketId; Source source; bool isLean; bool valuesHoldings; uint32 varianceCap; uint16 minFeeAgeBlocks; uint16 maxFeeAgeBlocks; }',
  'struct FeePoint { uint64 baseFeePerGas; uint40 blockNumber; }',
  'struct KeptState { uint32 segment; uint32 firstSegment; int56 tickSum; int32 meanTickQ8; uint64 depthRefUsd6; uint64 varianceWad; uint64 navUsd6; uint32 curvaturePips; FeePoint latest; FeePoint earlier; }',
  'struct Tolerances { uint32 depthPips; uint32 nativePricePips; uint32 navPips; uint32 averagesPips; uint32 baseFeePips; uint32 gasUsedRatioPips; uint32 toldPips; }',
] as const

const evidenceItems = [
  'event Measured(bytes32 indexed marketId, uint8 indexed kind, uint256[2] state)',
  'function measure(uint256 hints)',
  'function observe() view returns (Observation)',
  'function kind() pure returns (uint8)',
  'function settings() view returns (ProvenSettings)',
  'function state() view returns (KeptState)',
  'function stateWords() view returns (uint256[2])',
  'function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)',
  'error HintMisses(uint256 index, uint256 time, uint256 entryAt, uint256 nextAt)',
  'error TickOutOfRange(int256 tick)',
  'error BaseFeeUnknown()',
  'error NoEarlierBaseFee(uint256 ageBlocks, uint256 minAgeBlocks, uint256 maxAgeBlocks)',
  'error SourceChanged(bytes32 ownHash, bytes32 marketHash)',
  'error SourceIncomplete()',
  'error HeaderMalformed()',
  'error HeaderUnknown(uint256 blockNumber)',
  'error HeaderOutsideWindow(uint256 ageBlocks, uint256 minAgeBlocks, uint256 maxAgeBlocks)',
  'error OutOfDomain(bytes32 field, uint256 value, uint256 min, uint256 max)',
] as const

/** A reporter that nobody signs for (contracts/interfaces/IProvenReporter.sol). */
export const provenReporterAbi = parseAbi([
  ...evidenceStructs,
  ...evidenceItems,
  'function push(uint256 hints)',
  'function pushUnhinted()',
  'function pushWithHeader(uint256 hints, bytes header)',
  'function preview() view returns (Report report, Parameters target, Parameters next, uint32 limits, bytes refusal)',
  'function previewWithHeader(bytes header) view returns (Report report, Parameters target, Parameters next, uint32 limits, bytes refusal)',
])

/** A reporter that confirms what others signed (contracts/interfaces/IEvidenceChecker.sol). */
export const evidenceCheckerAbi = parseAbi([
  ...evidenceStructs,
  ...evidenceItems,
  'function push(Report report, bytes signatures, uint256 hints)',
  'function pushWithHeader(Report report, bytes signatures, uint256 hints, bytes header)',
  'function tolerances() view returns (Tolerances)',
  'error FigureDiffers(bytes32 field, uint256 signed, uint256 lowest, uint256 highest)',
  'error OtherMarket(bytes32 reported, bytes32 own)',
])
