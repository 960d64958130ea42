import { bitLength } from './arithmetic.ts'
import { reachable } from './evaluate.ts'
import type { Bool, Term, Word } from './nodes.ts'

/** A question in SMT-LIB 2, and the variables in the order in which their values are asked for. */
export interface Question {
  readonly text: string
  readonly variables: readonly Word[]
}

/**
 * Asks whether the conditions can hold together. With `areProductsFree`, a product or a quotient of two variables is
 * any number (a quotient no more than what is divided): what cannot hold then cannot hold at all, and bit-vector
 * solvers find that out quickly. What can hold then has still to be looked at in exact arithmetic.
 *
 * Words are as narrow as their values allow, with a sign: a difference of two 40-bit numbers has 42 bits, the upper 214
 * of the EVM's word repeat the sign. Comparisons of words are those of the narrow ones, both of the greater width.
 */
export function writeQuestion(conditions: readonly Bool[], areProductsFree: boolean): Question {
  const writer = new Writer(areProductsFree)
  const terms = reachable(conditions)
  const lines = terms.flatMap((term) => writer.define(term))
  const asserted = conditions.map((condition) => `(assert ${writer.name(condition)})`)
  const isVariable = (term: Term): term is Word => term.op === 'variable'
  return { text: [...lines, ...asserted].join('\n'), variables: terms.filter(isVariable) }
}

/** What a variable's value is asked for by. */
export const nameOf = ({ id }: Term): string => `t${id}`

const FULL = 256
const operations: Readonly<Record<string, string>> = {
  add: 'bvadd',
  sub: 'bvsub',
  mul: 'bvmul',
  and: 'bvand',
  or: 'bvor',
  xor: 'bvxor',
  shl: 'bvshl',
  shr: 'bvlshr',
  sar: 'bvashr',
  mod: 'bvurem',
  eq: '=',
  ult: 'bvult',
  slt: 'bvslt',
}

class Writer {
  private readonly widths = new Map<Term, number>()
  private readonly areProductsFree: boolean

  constructor(areProductsFree: boolean) {
    this.areProductsFree = areProductsFree
  }

  name(term: Term): string {
    return term.op === 'true' || term.op === 'false' ? term.op : nameOf(term)
  }

  define(term: Term): string[] {
    return term.sort === 'bool' ? this.defineBool(term) : this.defineWord(term)
  }

  private defineBool(term: Bool): string[] {
    if (term.args.length === 0) return []
    return [`(define-fun ${nameOf(term)} () Bool ${this.boolText(term)})`]
  }

  private boolText({ op, args }: Bool): string {
    if (op === 'not') return `(not ${args.map(this.name).join(' ')})`
    if (op === 'all' || op === 'any') {
      return `(${op === 'all' ? 'and' : 'or'} ${args.map(this.name).join(' ')})`
    }
    const [a, b] = args as [Word, Word]
    const width = Math.max(this.width(a), this.width(b))
    return `(${operations[op]} ${this.at(a, width)} ${this.at(b, width)})`
  }

  private defineWord(term: Word): string[] {
    const name = nameOf(term)
    if (term.op === 'constant') {
      return [define(name, this.width(term), literal(term.value, this.width(term)))]
    }
    if (term.op === 'variable') return declare(term)
    const [a, b] = term.args as [Word, Word]
    const isProduct = ['mul', 'div', 'mod'].includes(term.op)
    const isFree = isProduct && a.op !== 'constant' && b.op !== 'constant'
    if (!isFree || !this.areProductsFree) {
      return [define(name, this.width(term), this.wordText(term))]
    }
    const facts = term.op === 'div' ? [this.noMore(term, a), ...this.exactQuotient(term)] : []
    return [...declare(term), ...facts]
  }

  private wordText(term: Word): string {
    const width = this.width(term)
    const [a, b] = term.args as [Word, Word]
    switch (term.op) {
      case 'ite': {
        const [condition, yes, no] = term.args as [Bool, Word, Word]
        return `(ite ${this.name(condition)} ${this.at(yes, width)} ${this.at(no, width)})`
      }
      case 'clz':
        return leadingZeros(this.at(a, FULL), width)
      // The bits of these depend on no higher ones of what they are made of.
      case 'add':
      case 'sub':
      case 'mul':
      case 'and':
      case 'or':
      case 'xor':
        return `(${operations[term.op]} ${this.at(a, width)} ${this.at(b, width)})`
      case 'shl':
        if (b.op !== 'constant') break
        return `(bvshl ${this.at(a, width)} ${literal(b.value, width)})`
      default:
    }
    // A shift to the left goes beyond the width of what is shifted.
    const narrow = Math.max(this.unsignedWidth(a), this.unsignedWidth(b))
    const inner = term.op === 'shl' ? FULL : narrow
    const [x, y] = [this.at(a, inner), this.at(b, inner)]
    // The EVM's quotient and rest by zero are zero; SMT-LIB's are not.
    const nothing = literal(0n, inner)
    const text =
      term.op === 'div' || term.op === 'mod'
        ? `(ite (= ${y} ${nothing}) ${nothing} (${term.op === 'div' ? 'bvudiv' : 'bvurem'} ${x} ${y}))`
        : `(${operations[term.op]} ${x} ${y})`
    return resize(text, inner, width)
  }

  /** A width at which the word's value is the same with a sign and without, or all of it. */
  private unsignedWidth({ bits }: Word): number {
    return Math.min(FULL, bits + 1)
  }

  private noMore(term: Word, than: Word): string {
    const width = Math.max(this.width(term), this.width(than))
    return `(assert (bvule ${this.at(term, width)} ${this.at(than, width)}))`
  }

  /** What is known of `(p * q) / q` where the product fits. */
  private exactQuotient(term: Word): string[] {
    const [product, divisor] = term.args as [Word, Word]
    if (product.op !== 'mul' || !product.args.includes(divisor)) return []
    const [first, second] = product.args as [Word, Word]
    const other = first === divisor ? second : first
    const half = literal(1n << 128n, FULL)
    const fits = [first, second].map((factor) => `(bvult ${this.at(factor, FULL)} ${half})`)
    const nothing = literal(0n, FULL)
    const quotient = `(ite (= ${this.at(divisor, FULL)} ${nothing}) ${nothing} ${this.at(other, FULL)})`
    return [`(assert (=> (and ${fits.join(' ')}) (= ${this.at(term, FULL)} ${quotient})))`]
  }

  private at(term: Word, width: number): string {
    if (term.op === 'constant') return literal(term.value, width)
    return resize(nameOf(term), this.width(term), width)
  }

  /** So many bits say what the word is, the rest repeats the highest of them. */
  private width(term: Word): number {
    const known = this.widths.get(term)
    if (known !== undefined) return known
    const found = Math.min(FULL, term.bits + 1, this.signedWidth(term))
    this.widths.set(term, found)
    return found
  }

  private signedWidth({ op, args, value }: Word): number {
    const words = args.filter((arg) => arg.sort === 'word')
    const [first = FULL, second = 0] = words.map((arg) => this.width(arg))
    switch (op) {
      case 'constant': {
        const signed = BigInt.asIntN(FULL, value)
        return bitLength(signed < 0n ? -signed - 1n : signed) + 1
      }
      case 'add':
      case 'sub':
        return Math.max(first, second) + 1
      case 'and':
      case 'or':
      case 'xor':
      case 'ite':
        return Math.max(first, second)
      default:
        return FULL
    }
  }
}

function literal(value: bigint, width: number): string {
  return `#b${BigInt.asUintN(width, value).toString(2).padStart(width, '0')}`
}

const define = (name: string, width: number, text: string): string =>
  `(define-fun ${name} () (_ BitVec ${width}) ${text})`

/** A variable is declared as narrow as it is: nothing has to be assumed of its upper bits. */
function declare(term: Word): string[] {
  const name = nameOf(term)
  if (term.bits >= FULL) return [`(declare-const ${name} (_ BitVec ${FULL}))`]
  return [
    `(declare-const ${name}_ (_ BitVec ${term.bits}))`,
    define(name, term.bits + 1, `((_ zero_extend 1) ${name}_)`),
  ]
}

function resize(text: string, from: number, to: number): string {
  if (from === to) return text
  return from < to ? `((_ sign_extend ${to - from}) ${text})` : `((_ extract ${to - 1} 0) ${text})`
}

/** The number of zeros above the highest bit, 256 for 0. */
function leadingZeros(a: string, width: number): string {
  let text = literal(256n, width)
  for (let bit = 0; bit < FULL; bit++) {
    text = `(ite (= ((_ extract ${bit} ${bit}) ${a}) #b1) ${literal(BigInt(255 - bit), width)} ${text})`
  }
  return text
}
