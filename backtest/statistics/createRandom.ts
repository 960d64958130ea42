/** Chance from a seed: the same seed gives the same numbers on every machine. */
export interface Random {
  /** The next 64 bits, as halves; one object is filled anew each time. */
  nextHalves(): { high: number; low: number }
  /** 0 to below 1, in steps of 2^-53. */
  nextUnit(): number
}

const MASK = (1n << 64n) - 1n

/**
 * xoshiro256** of Blackman and Vigna (2018), its state filled by splitmix64 from the seed, as its authors say. In 32-bit halves:
 * bigints would be fifty times slower.
 *
 * @param seed - 0 to 2^64 - 1.
 */
export function createRandom(seed: bigint): Random {
  return createRandomFrom(splitMix(seed, 4))
}

/** The same from its four words of state, which are not all 0. */
export function createRandomFrom(words: readonly bigint[]): Random {
  const [h, l] = [new Int32Array(4), new Int32Array(4)]
  words.forEach((word, index) => {
    h[index] = Number(BigInt.asIntN(32, word >> 32n))
    l[index] = Number(BigInt.asIntN(32, word))
  })
  let [h0, h1, h2, h3] = h as unknown as [number, number, number, number]
  let [l0, l1, l2, l3] = l as unknown as [number, number, number, number]
  const halves = { high: 0, low: 0 }

  function nextHalves() {
    // rotl(s1 * 5, 7) * 9, each product as a shift and an addition with its carry.
    const low5 = ((l1 << 2) + l1) | 0
    const carry5 = (l1 << 2) >>> 0 > low5 >>> 0 ? 1 : 0
    const high5 = (((h1 << 2) | (l1 >>> 30)) + h1 + carry5) | 0
    const high7 = (high5 << 7) | (low5 >>> 25)
    const low7 = (low5 << 7) | (high5 >>> 25)
    const low9 = ((low7 << 3) + low7) | 0
    const carry9 = (low7 << 3) >>> 0 > low9 >>> 0 ? 1 : 0
    halves.high = ((((high7 << 3) | (low7 >>> 29)) + high7 + carry9) | 0) >>> 0
    halves.low = low9 >>> 0
    const [highShift, lowShift] = [(h1 << 17) | (l1 >>> 15), l1 << 17]
    h2 ^= h0
    l2 ^= l0
    h3 ^= h1
    l3 ^= l1
    h1 ^= h2
    l1 ^= l2
    h0 ^= h3
    l0 ^= l3
    h2 ^= highShift
    l2 ^= lowShift
    // rotl(s3, 45) swaps the halves and turns by 13 more.
    const [high, low] = [l3, h3]
    h3 = (high << 13) | (low >>> 19)
    l3 = (low << 13) | (high >>> 19)
    return halves
  }

  return {
    nextHalves,
    nextUnit() {
      const { high, low } = nextHalves()
      return ((high >>> 5) * 67_108_864 + (low >>> 6)) / 9_007_199_254_740_992
    },
  }
}

/** The first words that splitmix64 makes of a seed. */
export function splitMix(seed: bigint, count: number): bigint[] {
  let state = seed & MASK
  return Array.from({ length: count }, () => {
    state = (state + 0x9e3779b97f4a7c15n) & MASK
    let word = state
    word = ((word ^ (word >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK
    word = ((word ^ (word >> 27n)) * 0x94d049bb133111ebn) & MASK
    return word ^ (word >> 31n)
  })
}
