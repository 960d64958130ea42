export function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

export function most(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

/** The nearest integer of a range; both ends belong to it. */
export function clamp(
  value: bigint,
  range: { readonly min: bigint; readonly max: bigint },
): bigint {
  return least(most(value, range.min), range.max)
}
