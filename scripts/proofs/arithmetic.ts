/** What two words are made into. */
export type Operation =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'mod'
  | 'and'
  | 'or'
  | 'xor'
  | 'shl'
  | 'shr'
  | 'sar'

const WORD_MASK = (1n << 256n) - 1n

/** The EVM's arithmetic. Of a shift, `b` is the number of places. */
export function compute(op: Operation, a: bigint, b: bigint): bigint {
  switch (op) {
    case 'add':
      return (a + b) & WORD_MASK
    case 'sub':
      return (a - b) & WORD_MASK
    case 'mul':
      return (a * b) & WORD_MASK
    case 'div':
      return b === 0n ? 0n : a / b
    case 'mod':
      return b === 0n ? 0n : a % b
    case 'and':
      return a & b
    case 'or':
      return a | b
    case 'xor':
      return a ^ b
    case 'shl':
      return b >= 256n ? 0n : (a << b) & WORD_MASK
    case 'shr':
      return b >= 256n ? 0n : a >> b
    case 'sar':
      return BigInt.asUintN(256, BigInt.asIntN(256, a) >> (b >= 256n ? 255n : b))
  }
}

export function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length
}
