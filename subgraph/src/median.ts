import { BigInt } from '@graphprotocol/graph-ts'

/** The median of the last `count` values; `count` is odd and not above their number. */
export function medianOfLast(values: BigInt[], count: i32): BigInt {
  const sorted = values.slice(values.length - count)
  for (let i = 1; i < sorted.length; i++) {
    const value = sorted[i]
    let place = i
    while (place > 0 && sorted[place - 1] > value) {
      sorted[place] = sorted[place - 1]
      place--
    }
    sorted[place] = value
  }
  return sorted[count >> 1]
}

export function higher(a: BigInt, b: BigInt): BigInt {
  return a > b ? a : b
}

export function lower(a: BigInt, b: BigInt): BigInt {
  return a < b ? a : b
}
