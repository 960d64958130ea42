import type { Mutation } from './compile.ts'

/** A mistake that somebody could make, and the statements of one contract that have to notice. */
export interface Mutant extends Mutation {
  readonly name: string
  readonly contract: string
  readonly refutes: readonly string[]
}

const bounds = 'contracts/libraries/BoundsLib.sol'
const slots = 'contracts/libraries/ParametersPacking.sol'
const evidence = 'contracts/libraries/EvidencePacking.sol'

export const mutants: readonly Mutant[] = [
  {
    name: 'tightening goes all the way',
    contract: 'BoundsProof',
    file: bounds,
    from: 'next := sub(current, step)',
    to: 'next := 0',
    refutes: ['prove_P32_noFieldMovesBeyondItsStep', 'prove_P35_tighteningNeedsNoBudget'],
  },
  {
    name: 'the maximum is forgotten',
    contract: 'BoundsProof',
    file: bounds,
    from: 'if or(lt(value, min), gt(value, max)) {',
    to: 'if lt(value, min) {',
    refutes: ['prove_P30_isTheReadableForm', 'prove_P31_withinMinAndMax'],
  },
  {
    name: 'what was used before is forgotten',
    contract: 'BoundsProof',
    file: bounds,
    from: 'used := add(used, sub(next, current))',
    to: 'used := sub(next, current)',
    refutes: ['prove_P30_isTheReadableForm'],
  },
  {
    name: 'what is loosened is not counted',
    contract: 'BoundsProof',
    file: bounds,
    from: 'used := add(used, sub(next, current))',
    to: 'used := add(used, 0)',
    refutes: ['prove_P33_anUpdateKeepsToItsBudget'],
  },
  {
    name: 'the cooldown is forgotten',
    contract: 'BoundsProof',
    file: bounds,
    from: 'if or(isSameEpoch, isCoolingDown) {',
    to: 'if isSameEpoch {',
    refutes: ['prove_P34_nothingLoosensWithinTheCooldown'],
  },
  {
    name: 'the record is always written',
    contract: 'BoundsProof',
    file: bounds,
    from: 'if hasLoosened {',
    to: 'if 1 {',
    refutes: ['prove_P35_tighteningUsesNoBudget', 'prove_P36_theValueInForceChangesNothing'],
  },
  {
    name: 'who may not go all the way stays',
    contract: 'BoundsProof',
    file: bounds,
    from: 'next := add(current, step)',
    to: 'next := current',
    refutes: ['prove_P37_aHigherTargetIsNoLowerValue'],
  },
  {
    name: 'the budget stands for the step',
    contract: 'BoundsProof',
    file: bounds,
    from: 'if lt(allowance, step) {',
    to: 'if 1 {',
    refutes: ['prove_P32_noFieldMovesBeyondItsStep', 'prove_P38_aStepOfZeroFreezes'],
  },
  {
    name: 'a lifted budget is one',
    contract: 'BoundsProof',
    file: bounds,
    from: 'if xor(allowance, maxOf(index)) {',
    to: 'if 1 {',
    refutes: ['prove_P38_theLargestValueLifts'],
  },
  {
    name: 'an epoch tightens again',
    contract: 'BoundsProof',
    file: bounds,
    from: 'if xor(step, maxOf(index)) {',
    to: 'if 0 {',
    refutes: ['prove_P88_anEpochGoesOnByTighteningAlone'],
  },
  {
    name: 'equal bounds are refused',
    contract: 'BoundsProof',
    file: bounds,
    from: 'require(min <= max,',
    to: 'require(min < max,',
    refutes: ['prove_P39_refusedByName'],
  },
  {
    name: 'a field begins one bit early',
    contract: 'PackingProof',
    file: slots,
    from: 'shl(40, mload(add(values, 0x40)))',
    to: 'shl(39, mload(add(values, 0x40)))',
    refutes: [
      'prove_P42_aVectorComesBack',
      'prove_P42_aVectorsWordComesBack',
      'prove_P42_noFieldsOfAVectorOverlap',
    ],
  },
  {
    name: 'the last loosening begins one bit early',
    contract: 'PackingProof',
    file: slots,
    from: 'shl(218, mload(add(loosening, 0x20)))',
    to: 'shl(217, mload(add(loosening, 0x20)))',
    refutes: ['prove_P44_aRecordComesBack', 'prove_P44_aRecordsWordComesBack'],
  },
  {
    name: 'new evidence keeps the flags',
    contract: 'PackingProof',
    file: slots,
    from: 'return (word & (MAX_AGE_MASK << MAX_AGE_SHIFT)) | (observedAt',
    to: 'return (word & ~(VECTOR_MASK | (OBSERVED_AT_MASK << 190))) | (observedAt',
    refutes: ['prove_P45_aSlotKeepsItsParts'],
  },
  {
    name: 'a halt is a fallback',
    contract: 'PackingProof',
    file: slots,
    from: 'return word | HALTED_FLAG;',
    to: 'return word | FALLBACK_FLAG;',
    refutes: ['prove_P45_flagsTouchNothingElse'],
  },
  {
    name: 'curvature begins one bit early',
    contract: 'PackingProof',
    file: evidence,
    from: '(uint256(o.curvaturePips) << 105)',
    to: '(uint256(o.curvaturePips) << 104)',
    refutes: ['prove_P172_anObservationComesBack', 'prove_P172_theEvidencesWordsComeBack'],
  },
  {
    name: 'one stray bit passes',
    contract: 'PackingProof',
    file: evidence,
    from: 'require(evidence[0] >> 225 == 0,',
    to: 'require(evidence[0] >> 226 == 0,',
    refutes: ['prove_P172_strayBitsAreRefused'],
  },
  {
    name: 'the reader asks for a configuration',
    contract: 'ReaderProof',
    file: 'contracts/RiskParameters.sol',
    from: 'address location = market.config;',
    to: 'address location = market.config;\n        require(location != address(0));',
    refutes: ['prove_P47_theReaderNeverReverts'],
  },
  {
    name: 'the reader takes no notice of flags, and reads a field one bit late',
    contract: 'ReaderProof',
    file: slots,
    from: 'gt(word, MAX_WITHOUT_FLAGS))) {\n                let answer := mload(0x40)\n                mstore(answer, and(word, 0xfffff))',
    to: '0)) {\n                let answer := mload(0x40)\n                mstore(answer, and(shr(1, word), 0xfffff))',
    refutes: ['prove_P47_theStatusIsTheSlots', 'prove_P47_activeIsTheSlotsVector'],
  },
]
