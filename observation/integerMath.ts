/** Quotient rounded towards minus infinity; `denominator` above 0. */
export function floorDiv(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator
  return numerator % denominator < 0n ? quotient - 1n : quotient
}

/** The middle one of an odd number of values. */
export function median(values: readonly bigint[]): bigint {
  const sorted = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return sorted[(sorted.length - 1) / 2] as bigint
}

export function maxOf(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

export function minOf(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

/** The largest integer whose power of `degree` (2 or more) is at most `value` (0 or more); Newton from above. */
export function floorRoot(value: bigint, degree: bigint): bigint {
  if (value < 2n) return value
  const bits = BigInt(value.toString(2).length)
  let root = 1n << ((bits + degree - 1n) / degree)
  for (;;) {
    const next = ((degree - 1n) * root + value / root ** (degree - 1n)) / degree
    if (next >= root) return root
    root = next
  }
}
