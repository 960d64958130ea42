// Figures that RiskParameters packs into the words of its event Updated. Twin: core/packing.ts.

import { BigInt, Entity, Value } from '@graphprotocol/graph-ts'
import { isZero } from './integers'

/** Fields of the two words of evidence, the lowest first, and their widths. */
export const FIRST_FIELDS: string[] = [
  'baseFeePerGas',
  'gasUsedRatioPips',
  'nativePriceUsd6',
  'curvaturePips',
  'horizonSec',
  'dataFeeWei',
]
export const FIRST_BITS: i32[] = [48, 20, 37, 27, 29, 64]
export const SECOND_FIELDS: string[] = ['depthUsd6', 'depthRefUsd6', 'varianceWad', 'navUsd6']
export const SECOND_BITS: i32[] = [64, 64, 64, 64]

/** Widths of the fields of a vector, in their order. */
export const VECTOR_BITS: i32[] = [20, 20, 40, 32, 16, 22, 20, 20]

/** Bits of a vector; what a word holds above them is another field's. */
const VECTOR_WIDTH: i32 = 190

/** Sets an entity's fields to those of a word, from its lowest bit on. */
export function setPacked(entity: Entity, names: string[], bits: i32[], word: BigInt): void {
  let offset = 0
  for (let i = 0; i < names.length; i++) {
    entity.set(names[i], Value.fromBigInt(readBits(word, offset, bits[i])))
    offset += bits[i]
  }
}

/** What a word holds above its vector. */
export function readAboveVector(word: BigInt): BigInt {
  return word.rightShift(<u8>VECTOR_WIDTH)
}

/** Whether two words hold the same vector. */
export function isSameVector(a: BigInt, b: BigInt): bool {
  return readBits(a, 0, VECTOR_WIDTH).equals(readBits(b, 0, VECTOR_WIDTH))
}

/** The unsigned number in `count` bits of a word, 1 ... 255. */
export function readBits(word: BigInt, offset: i32, count: i32): BigInt {
  const mask = BigInt.fromI32(1)
    .leftShift(<u8>count)
    .minus(BigInt.fromI32(1))
  return word.rightShift(<u8>offset).bitAnd(mask)
}

/** The same as a number in two's complement. */
export function readSignedBits(word: BigInt, offset: i32, count: i32): BigInt {
  const value = readBits(word, offset, count)
  const isNegative = !isZero(value.rightShift(<u8>(count - 1)))
  return isNegative ? value.minus(BigInt.fromI32(1).leftShift(<u8>count)) : value
}
