// The square root of a tick's price.
//
// Method:   1.0001^(-|tick| / 2) in Q128 as the product of the powers for the tick's binary digits, each product
//           floored; its reciprocal for a positive tick; rounded up to Q96.
// Domain:   |tick| <= 887,272.
// Special:  2^96 at tick 0.
// Accuracy: the bits of Uniswap v3's TickMath.getSqrtRatioAtTick.
// Source:   the constants are those of Uniswap v3's TickMath, 1.0001^(-2^i / 2) in Q128.

import { BigInt } from '@graphprotocol/graph-ts'
import { mulHigh } from '../../assembly/wide'
import { fromWords } from './integers'

export const MAX_TICK: i32 = 887_272
const DIGITS: i32 = 20

// High and low word for each binary digit of the tick.
const POWERS = memory.data<u64>([
  0xfffc_b933_bd6f_ad37,
  0xaa2d_162d_1a59_4001, // 2^0
  0xfff9_7272_373d_4132,
  0x59a4_6990_580e_213a, // 2^1
  0xfff2_e50f_5f65_6932,
  0xef12_357c_f3c7_fdcc, // 2^2
  0xffe5_caca_7e10_e4e6,
  0x1c36_24ea_a094_1cd0, // 2^3
  0xffcb_9843_d60f_6159,
  0xc9db_5883_5c92_6644, // 2^4
  0xff97_3b41_fa98_c081,
  0x472e_6896_dfb2_54c0, // 2^5
  0xff2e_a164_66c9_6a38,
  0x43ec_78b3_26b5_2861, // 2^6
  0xfe5d_ee04_6a99_a2a8,
  0x11c4_61f1_969c_3053, // 2^7
  0xfcbe_86c7_900a_88ae,
  0xdcff_c83b_479a_a3a4, // 2^8
  0xf987_a725_3ac4_1317,
  0x6f2b_074c_f781_5e54, // 2^9
  0xf339_2b08_22b7_0005,
  0x940c_7a39_8e4b_70f3, // 2^10
  0xe715_9475_a2c2_9b74,
  0x43b2_9c7f_a6e8_89d9, // 2^11
  0xd097_f3bd_fd20_22b8,
  0x845a_d8f7_92aa_5825, // 2^12
  0xa9f7_4646_2d87_0fdf,
  0x8a65_dc1f_90e0_61e5, // 2^13
  0x70d8_69a1_56d2_a1b8,
  0x90bb_3df6_2baf_32f7, // 2^14
  0x31be_135f_97d0_8fd9,
  0x8123_1505_542f_cfa6, // 2^15
  0x09aa_508b_5b7a_84e1,
  0xc677_de54_f3e9_9bc9, // 2^16
  0x005d_6af8_dedb_8119,
  0x6699_c329_225e_e604, // 2^17
  0x0000_2216_e584_f5fa,
  0x1ea9_2604_1bed_fe98, // 2^18
  0x0000_0000_048a_1703,
  0x91f7_dc42_444e_8fa2, // 2^19
])

/** floor(a * b / 2^128) of a = aHigh * 2^64 + aLow and b alike: sets `productHigh`, returns the low word. */
let productHigh: u64 = 0
function multiplyQ128(aHigh: u64, aLow: u64, bHigh: u64, bLow: u64): u64 {
  const lower = aHigh * bLow
  const upper = aLow * bHigh
  let word1 = mulHigh(aLow, bLow)
  word1 += lower
  let carry = u64(word1 < lower)
  word1 += upper
  carry += u64(word1 < upper)

  let word2 = aHigh * bHigh
  let word3 = mulHigh(aHigh, bHigh)
  word2 += carry
  word3 += u64(word2 < carry)
  const lowerHigh = mulHigh(aHigh, bLow)
  word2 += lowerHigh
  word3 += u64(word2 < lowerHigh)
  const upperHigh = mulHigh(aLow, bHigh)
  word2 += upperHigh
  word3 += u64(word2 < upperHigh)
  productHigh = word3
  return word2
}

/** The square root of the price at a tick, times 2^96. */
export function getSqrtRatioAtTick(tick: i32): BigInt {
  if (tick == 0) return fromWords((<u64>1) << 32, 0)
  const digits = tick < 0 ? -tick : tick
  let high: u64 = 0
  let low: u64 = 0
  for (let i = 0; i < DIGITS; i++) {
    if (((digits >> i) & 1) == 0) continue
    const power = POWERS + ((<usize>i) << 4)
    const powerHigh = load<u64>(power)
    const powerLow = load<u64>(power + 8)
    // Zero means 1, which is 2^128 and does not fit; no product is zero.
    if ((high | low) == 0) {
      high = powerHigh
      low = powerLow
    } else {
      low = multiplyQ128(high, low, powerHigh, powerLow)
      high = productHigh
    }
  }
  if (tick > 0) return toQ96Up(maxUint256().div(fromWords(high, low)))
  const rounded = ((high << 32) | (low >> 32)) + u64((low & 0xffff_ffff) != 0)
  return fromWords((high >> 32) + u64(rounded == 0 && (low & 0xffff_ffff) != 0), rounded)
}

function toQ96Up(ratioX128: BigInt): BigInt {
  const floor = ratioX128.rightShift(32)
  return floor.leftShift(32).equals(ratioX128) ? floor : floor.plus(BigInt.fromI32(1))
}

function maxUint256(): BigInt {
  const x = new BigInt(33)
  for (let i = 0; i < 32; i++) x[i] = 0xff
  return x
}
