import type { Range } from '../oracle/domain.ts'
import { clamp } from '../oracle/integers.ts'
import type { Random } from './random.ts'

/** Uniform in the logarithm: first a number of bits, then a number of that many bits. */
export function logUniform(random: Random, range: Range): bigint {
  const least = bitLength(range.min)
  const bits = least + random.below(bitLength(range.max) - least + 1)
  if (bits === 0) return 0n
  return clamp(random.between(1n << BigInt(bits - 1), (1n << BigInt(bits)) - 1n), range)
}

/** A limit of the range or its neighbour inside. */
export function edge(random: Random, { min, max }: Range): bigint {
  const inner = max > min ? 1n : 0n
  return random.pick([min, max, min + inner, max - inner])
}

/** A power of two or of ten within the range, or a neighbour. */
export function nearPower(random: Random, range: Range): bigint {
  const power = random.chance(0.7)
    ? 1n << BigInt(random.below(bitLength(range.max) + 1))
    : 10n ** BigInt(random.below(range.max.toString().length))
  return clamp(power + random.pick([-1n, 0n, 1n]), range)
}

/** Any value of a range: all scales, all places, with a heavy hand at the edges. */
export function anyValue(random: Random, range: Range): bigint {
  const roll = random.unit()
  if (roll < 0.45) return logUniform(random, range)
  if (roll < 0.75) return random.between(range.min, range.max)
  if (roll < 0.9) return edge(random, range)
  return nearPower(random, range)
}

/** The value or a near neighbour: a few units off, or off by a share between 1e-15 and 1e-3. */
export function jitter(random: Random, value: bigint): bigint {
  if (random.chance(0.5)) return value + BigInt(random.below(7) - 3)
  const share = 10n ** BigInt(3 + random.below(13))
  return random.chance(0.5) ? value + value / share : value - value / share
}

export function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length
}
