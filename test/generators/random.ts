/**
 * A seeded source of random numbers: the same seed gives the same rows on every machine. A 32-bit
 * counter and three words of state (the sfc32 recurrence); not for secrets.
 */
export class Random {
  readonly seed: number
  private a: number
  private b: number
  private c = 0x9e3779b9
  private counter = 1

  constructor(seed: number) {
    this.seed = seed
    this.a = seed >>> 0
    this.b = Math.floor(seed / 2 ** 32) >>> 0
    for (let i = 0; i < 16; i += 1) this.word()
  }

  /** 32 random bits. */
  word(): number {
    const sum = (this.a + this.b + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum
    return sum >>> 0
  }

  /** A float in [0, 1). */
  unit(): number {
    return this.word() / 2 ** 32
  }

  /** A whole number in [0, count). */
  below(count: number): number {
    return Math.floor(this.unit() * count)
  }

  /** A whole number between two limits, both included. */
  between(min: bigint, max: bigint): bigint {
    const span = max - min + 1n
    let bits = (BigInt(this.word()) << 32n) | BigInt(this.word())
    if (span > 1n << 32n) bits = (bits << 64n) | (BigInt(this.word()) << 32n) | BigInt(this.word())
    return min + (bits % span)
  }

  chance(probability: number): boolean {
    return this.unit() < probability
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T
  }
}

/** The seed of a run: `GIMBAL_TEST_SEED` if set, else a fixed one, so that CI repeats itself. */
export function testSeed(): number {
  return Number(process.env.GIMBAL_TEST_SEED ?? 20_260_101)
}

/** `GIMBAL_TEST_SCALE` multiplies the numbers of cases, and the time they may take; 1 if not set. */
export function testScale(): number {
  return Number(process.env.GIMBAL_TEST_SCALE ?? 1)
}

/** A number of cases at the scale of this run. */
export function scaled(count: number): number {
  return Math.ceil(count * testScale())
}

/** Milliseconds that a test or a hook with scaled cases may take. */
export const scaledTimeout = Math.max(1, testScale()) * 900_000
