// How full blocks were at most, from two base fees (contracts/evidence/CongestionLib.sol).
//
// Method:   the base fee of the next block is b (1 + x), x = (u / u* - 1) / D, u the share of the gas limit that was
//           used, u* the network's target, D its denominator. Over n blocks ln(b_n / b_0) = n l is the sum of
//           ln(1 + x). The logarithm lies above its chord from u = 0 to u = 1, so
//             mean u <= (l + ln(D / (D - 1))) / ln((D + 1/u* - 1) / (D - 1)).
// Domain:   fees below 2^64, blocks below 2^32, targets of 1 to 1e6 pips, denominators below 2^16.
// Special:  100 % where a fee or the number of blocks is 0, or the denominator at most 1: nothing is provable then.
// Accuracy: the contract's bits: every logarithm and quotient is rounded as there, away from too little. Never below
//           the truth of blocks whose fee stayed above half of the lower of the two; above the real bound by at most 5
//           pips and 2 D u* / b for whole wei. test/observation/proven/gasUsedBound.test.ts.
// Source:   EIP-1559; docs/evidence.md.

import { minOf } from '../integerMath.ts'

/** Two base fees, and the network's rule that leads from one to the other. */
export interface GasUsedBoundInput {
  /** Base fee of the earlier block, whose own use counts; wei. */
  from: bigint
  /** Base fee of the later block, whose own use does not count; wei. */
  to: bigint
  /** How many blocks later. */
  blocks: bigint
  /** u*, 1e6 = 100 %. */
  gasTargetPips: bigint
  /** D; 0: the chain has no such rule. */
  baseFeeDenominator: bigint
}

const ONE_PIPS = 1_000_000n
/** Bits of a fraction: of a rule's logarithms, and of that of two fees. */
const RULE_BITS = 60n
const FEE_BITS = 20n

const ETHEREUM_TARGET_PIPS = 500_000n
const ETHEREUM_DENOMINATOR = 8n

/** Logarithms of a rule to base 2, in Q64. */
interface RuleLogs {
  /** log2(D / (D - 1)), rounded up. */
  fallQ64: bigint
  /** log2((D + 1/u* - 1) / (D - 1)), rounded down. */
  rangeQ64: bigint
}

/** Ethereum's: to all 64 bits, of which the contract keeps constants. */
const ethereumLogs: RuleLogs = {
  fallQ64: 3_553_674_449_863_206_093n,
  rangeQ64: 6_688_237_463_194_268_683n,
}

/**
 * The highest mean share of the gas limit that the blocks from the earlier fee up to the later one can have used, 1e6 =
 * 100 %, rounded up; at most 1e6.
 */
export function computeGasUsedBound(input: GasUsedBoundInput): bigint {
  const { from, to, blocks, gasTargetPips, baseFeeDenominator } = input
  if (from === 0n || to === 0n || blocks === 0n || baseFeeDenominator <= 1n) return ONE_PIPS
  const { fallQ64, rangeQ64 } = chooseRuleLogs(gasTargetPips, baseFeeDenominator)
  const rise = log2Up(ceilX128(to, from), FEE_BITS) + blocks * fallQ64
  const proven = rise > 0n ? (rise * ONE_PIPS) / (blocks * rangeQ64) : 0n
  // One wei moves the ratio by D u* / b; twice that, since the fee may have been at half of the lower one.
  const slack = (2n * baseFeeDenominator * gasTargetPips) / minOf(from, to)
  return minOf(proven + 1n + slack, ONE_PIPS)
}

function chooseRuleLogs(target: bigint, denominator: bigint): RuleLogs {
  if (target === ETHEREUM_TARGET_PIPS && denominator === ETHEREUM_DENOMINATOR) return ethereumLogs
  const below = (denominator - 1n) * target
  return {
    fallQ64: log2Up(ceilX128(denominator, denominator - 1n), RULE_BITS),
    rangeQ64: log2Down(((below + ONE_PIPS) << 128n) / below, RULE_BITS),
  }
}

function ceilX128(numerator: bigint, denominator: bigint): bigint {
  return ((numerator << 128n) + denominator - 1n) / denominator
}

/** log2(q / 2^128) in Q64 with so many bits of a fraction, rounded up; one bit at each squaring. */
function log2Up(q: bigint, bits: bigint): bigint {
  const exponent = computeHighestBit(q)
  const shift = exponent - 120n
  // q / 2^exponent in Q120.
  let power = shift > 0n ? (q + (1n << shift) - 1n) >> shift : q << -shift
  let fraction = 0n
  for (let bit = 0n; bit < bits; bit += 1n) {
    power = (power * power + (1n << 120n) - 1n) >> 120n
    fraction <<= 1n
    if (power >> 121n !== 0n) {
      power = (power + 1n) >> 1n
      fraction |= 1n
    }
  }
  return ((exponent - 128n) << 64n) + ((fraction + 1n) << (64n - bits))
}

/** The same of q at 2^128 or above, rounded down. */
function log2Down(q: bigint, bits: bigint): bigint {
  const exponent = computeHighestBit(q)
  let power = q >> (exponent - 120n)
  let fraction = 0n
  for (let bit = 0n; bit < bits; bit += 1n) {
    power = (power * power) >> 120n
    fraction <<= 1n
    if (power >> 121n !== 0n) {
      power >>= 1n
      fraction |= 1n
    }
  }
  return ((exponent - 128n) << 64n) + (fraction << (64n - bits))
}

function computeHighestBit(value: bigint): bigint {
  return BigInt(value.toString(2).length - 1)
}
