import { type Bool, constant, isConstant, type Word } from './nodes.ts'
import { binary, ite } from './terms.ts'
import { Unsupported } from './unsupported.ts'

const WORD_BYTES = 32
/** Beyond, an offset is a mistake, or needs more gas than there is. */
const SIZE_MAX = 1 << 20

/** Memory at known places: word by word, zero where nothing was written. */
export class Memory {
  private readonly words: Map<number, Word>
  /** Whole words that begin elsewhere, as arguments behind a selector do: found again without being put together. */
  private readonly shifted: Map<number, Word>

  constructor(words: ReadonlyMap<number, Word> = new Map(), shifted: typeof words = new Map()) {
    this.words = new Map(words)
    this.shifted = new Map(shifted)
  }

  copy(): Memory {
    return new Memory(this.words, this.shifted)
  }

  /** A part of it, as a memory of its own. */
  slice(offset: number, length: number): Memory {
    const part = new Memory()
    part.write(0, this.read(offset, length), length)
    for (const [at, word] of this.shifted) {
      const isWithin = at >= offset && at + WORD_BYTES <= offset + length
      if (isWithin) part.shifted.set(at - offset, word)
    }
    return part
  }

  load(offset: number): Word {
    check(offset)
    const [index, shift] = place(offset)
    if (shift === 0) return this.at(index)
    const whole = this.shifted.get(offset)
    if (whole) return whole
    return binary(
      'or',
      binary('shl', this.at(index), bitsOf(shift)),
      binary('shr', this.at(index + 1), bitsOf(WORD_BYTES - shift)),
    )
  }

  store(offset: number, value: Word): void {
    this.storeBytes(offset, value, WORD_BYTES)
  }

  /** Writes the first `length` bytes of a word, of 32 at most. */
  storeBytes(offset: number, value: Word, length: number): void {
    check(offset)
    for (const at of this.shifted.keys()) {
      if (at > offset - WORD_BYTES && at < offset + length) this.shifted.delete(at)
    }
    const [index, shift] = place(offset)
    if (shift !== 0 && length === WORD_BYTES) this.shifted.set(offset, value)
    const fits = Math.min(length, WORD_BYTES - shift)
    this.blend(index, shift, fits, binary('shr', value, bitsOf(shift)))
    if (fits < length) {
      this.blend(index + 1, 0, length - fits, binary('shl', value, bitsOf(fits)))
    }
  }

  /** Words of `length` bytes from `offset`; the last is filled up with zeros. */
  read(offset: number, length: number): Word[] {
    const found: Word[] = []
    for (let at = 0; at < length; at += WORD_BYTES) {
      const word = this.load(offset + at)
      const kept = Math.min(WORD_BYTES, length - at)
      found.push(kept === WORD_BYTES ? word : binary('and', word, bytesMask(0, kept)))
    }
    return found
  }

  write(offset: number, words: readonly Word[], length: number): void {
    words.forEach((word, i) => {
      const left = length - i * WORD_BYTES
      if (left > 0) this.storeBytes(offset + i * WORD_BYTES, word, Math.min(WORD_BYTES, left))
    })
  }

  /** What is there if `condition` holds in this one, and otherwise in the other. */
  merge(condition: Bool, other: Memory): Memory {
    const merged = new Map(this.words)
    for (const index of new Set([...this.words.keys(), ...other.words.keys()])) {
      merged.set(index, ite(condition, this.at(index), other.at(index)))
    }
    const shifted = new Map<number, Word>()
    for (const [at, word] of this.shifted) {
      const same = other.shifted.get(at)
      if (same) shifted.set(at, ite(condition, word, same))
    }
    return new Memory(merged, shifted)
  }

  private at(index: number): Word {
    return this.words.get(index) ?? constant(0n)
  }

  private blend(index: number, from: number, length: number, value: Word): void {
    const mask = bytesMask(from, length)
    const kept = binary('and', this.at(index), binary('xor', mask, constant(-1n)))
    this.words.set(index, binary('or', kept, binary('and', value, mask)))
  }
}

/** The place as a number. A place that depends on the inputs is none. */
export function offsetOf(term: Word): number {
  if (!isConstant(term)) throw new Unsupported('a place in memory that depends on the inputs')
  check(Number(term.value))
  return Number(term.value)
}

function check(offset: number): void {
  if (offset > SIZE_MAX) throw new Unsupported(`memory at ${offset}`)
}

const place = (offset: number): [index: number, shift: number] => [
  Math.floor(offset / WORD_BYTES),
  offset % WORD_BYTES,
]

const bitsOf = (bytes: number): Word => constant(BigInt(bytes * 8))

/** Ones in `length` bytes of a word, `from` bytes from its start. */
function bytesMask(from: number, length: number): Word {
  const ones = (1n << BigInt(length * 8)) - 1n
  return constant(ones << BigInt((WORD_BYTES - from - length) * 8))
}
