// What a contract of evidence remembers from one measurement to the next: two words of 256 bits
// (contracts/evidence/EvidenceState.sol).
//
// Method:   fields lie side by side, the first in the lowest bits. Word 0: segment 28, firstSegment 28, tickSum 56
//           (signed), meanTickQ8 32 (signed), depthRefUsd6 64, earlier base fee 48. Word 1: varianceWad 64, navUsd6 64,
//           latest base fee 48, its block 40, curvaturePips 27, blocks from the earlier fee to the latest 13.
// Domain:   what fits its bits, which packing does not check.
// Special:  two words of zero: nothing was measured yet. A distance of 0: there is no earlier fee. Distances above
//           8,191 are stored as 8,191: no block that far back counts.
// Accuracy: exact but for that distance; test/observation/proven/keptState.test.ts.

/** A block's base fee. */
export interface FeePoint {
  /** Wei per unit of gas. */
  baseFeePerGas: bigint
  blockNumber: bigint
}

/** `KeptState` of IProvenEvidence. */
export interface KeptState {
  /** Number of the last segment that the averages hold: it ends at the source's offset + 120 x segment, unix seconds. */
  segment: bigint
  /** Number of the first one. */
  firstSegment: bigint
  /** The pool's cumulative tick at the end of `segment`, tick x seconds. */
  tickSum: bigint
  /** Mean tick of the window that ended there, 8 fractional bits, rounded towards minus infinity. */
  meanTickQ8: bigint
  /** Average of the slow depth, 1e6 = $1. */
  depthRefUsd6: bigint
  /** Average variance, 1e18 = 1 a year. */
  varianceWad: bigint
  /** As told at the last measurement, 1e6 = $1. */
  navUsd6: bigint
  /** As told at the last measurement, 1e6 = 1. */
  curvaturePips: bigint
  /** The newest kept base fee. */
  latest?: FeePoint | undefined
  /** The one before, at least the voted number of blocks older. */
  earlier?: FeePoint | undefined
}

/** What the words have 13 bits for: this distance stands for any beyond. */
export const MAX_DISTANCE_BLOCKS = 8_191n

/** The state in its two words; undefined: nothing was measured yet. */
export function unpackKeptState(words: readonly [bigint, bigint]): KeptState | undefined {
  const [first, second] = words
  if (first === 0n) return undefined
  const latest = toFeePoint(read(second, 128n, 48), read(second, 176n, 40))
  const distance = read(second, 243n, 13)
  const earlierBlock = (latest?.blockNumber ?? 0n) - distance
  const hasEarlier = distance !== 0n && earlierBlock > 0n
  return {
    segment: read(first, 0n, 28),
    firstSegment: read(first, 28n, 28),
    tickSum: BigInt.asIntN(56, first >> 56n),
    meanTickQ8: BigInt.asIntN(32, first >> 112n),
    depthRefUsd6: read(first, 144n, 64),
    varianceWad: read(second, 0n, 64),
    navUsd6: read(second, 64n, 64),
    curvaturePips: read(second, 216n, 27),
    latest,
    earlier: hasEarlier ? toFeePoint(read(first, 208n, 48), earlierBlock) : undefined,
  }
}

/** The two words of a state whose fields fit their bits. */
export function packKeptState(state: KeptState): [bigint, bigint] {
  const { latest, earlier } = state
  const latestBlock = latest?.blockNumber ?? 0n
  const distance = earlier === undefined ? 0n : latestBlock - earlier.blockNumber
  return [
    state.segment |
      (state.firstSegment << 28n) |
      (BigInt.asUintN(56, state.tickSum) << 56n) |
      (BigInt.asUintN(32, state.meanTickQ8) << 112n) |
      (state.depthRefUsd6 << 144n) |
      ((earlier?.baseFeePerGas ?? 0n) << 208n),
    state.varianceWad |
      (state.navUsd6 << 64n) |
      ((latest?.baseFeePerGas ?? 0n) << 128n) |
      (latestBlock << 176n) |
      (state.curvaturePips << 216n) |
      ((distance > MAX_DISTANCE_BLOCKS ? MAX_DISTANCE_BLOCKS : distance) << 243n),
  ]
}

function read(word: bigint, shift: bigint, bits: number): bigint {
  return BigInt.asUintN(bits, word >> shift)
}

function toFeePoint(baseFeePerGas: bigint, blockNumber: bigint): FeePoint | undefined {
  return blockNumber === 0n ? undefined : { baseFeePerGas, blockNumber }
}
