// Powers of two and of e in fixed point.
//
// Method:   2^x = 2^n * 2^f with n the whole part; 2^f by Horner's rule on the Taylor series of
//           e^(f ln 2), 16 terms. All coefficients are positive and every step is floored, so that
//           the result never falls when f rises; the truncated series is below 2 for f < 1, so that
//           it never falls across whole numbers either. e^-x = 2^-(x / ln 2).
// Domain:   x in Q58 (58 fractional bits), 0 <= x < 64.
// Special:  2^0 = e^0 = 1 exactly.
// Accuracy: exp2Down is below 2^x by less than 2^-52 of it; expNeg is within 2^-52 of e^-x,
//           absolute; test/core/maths.test.ts measures both.

import { mulHigh } from './wide'

const LOG2_E_Q63: u64 = 0xb8aa_3b29_5c17_f0bb

/** The high word of the latest `exp2Down` result. */
export let powerHigh: u64 = 0

/**
 * 2^f in Q63 for the fraction f in Q64, from below: (ln 2)^k / k! in Q63, k = 15 ... 0, by Horner's
 * rule.
 */
export function exp2Fraction(fractionQ64: u64): u64 {
  let sum: u64 = 28_891
  sum = 625_227 + mulHigh(sum, fractionQ64)
  sum = 12_628_169 + mulHigh(sum, fractionQ64)
  sum = 236_841_768 + mulHigh(sum, fractionQ64)
  sum = 4_100_285_338 + mulHigh(sum, fractionQ64)
  sum = 65_070_074_565 + mulHigh(sum, fractionQ64)
  sum = 938_762_738_863 + mulHigh(sum, fractionQ64)
  sum = 12_189_135_131_364 + mulHigh(sum, fractionQ64)
  sum = 140_681_638_453_955 + mulHigh(sum, fractionQ64)
  sum = 1_420_724_914_991_585 + mulHigh(sum, fractionQ64)
  sum = 12_298_036_735_954_530 + mulHigh(sum, fractionQ64)
  sum = 88_711_583_058_159_474 + mulHigh(sum, fractionQ64)
  sum = 511_935_043_789_664_226 + mulHigh(sum, fractionQ64)
  sum = 2_215_698_446_797_868_712 + mulHigh(sum, fractionQ64)
  sum = 6_393_154_322_601_327_829 + mulHigh(sum, fractionQ64)
  return 0x8000_0000_0000_0000 + mulHigh(sum, fractionQ64)
}

/** 2^x in Q63, 127 bits: sets `powerHigh`, returns the low word. Rounded down. */
export function exp2Down(xQ58: u64): u64 {
  const whole = xQ58 >> 58
  const power = exp2Fraction(xQ58 << 6)
  // Shifting by 64 would shift by 0, hence the two steps.
  powerHigh = (power >> 1) >> (63 - whole)
  return power << whole
}

/** e^-x in Q63, 2^63 at x = 0; never rises when x rises. */
export function expNeg(xQ58: u64): u64 {
  const exponentQ57 = mulHigh(xQ58, LOG2_E_Q63)
  const whole = exponentQ57 >> 57
  const fractionQ64 = exponentQ57 << 7
  if (fractionQ64 == 0) return whole > 63 ? 0 : <u64>0x8000_0000_0000_0000 >> whole
  // 2^-(n + f) = 2^(1 - f) / 2^(n + 1)
  return whole > 62 ? 0 : exp2Fraction(-fractionQ64) >> (whole + 1)
}
