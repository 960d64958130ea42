/**
 * How terms are made: every constructor folds what is known. A term that folds away is never asked of a solver.
 */
import { compute, type Operation } from './arithmetic.ts'
import {
  type Bool,
  boolNode,
  constant,
  isConstant,
  isFalse,
  isTrue,
  not,
  truth,
  type Word,
  wordNode,
} from './nodes.ts'

const SIGN = 1n << 255n

/** A condition as the EVM has it: 1 or 0. */
export const fromBool = (condition: Bool): Word => ite(condition, constant(1n), constant(0n))

/** Whether a word is a condition's, and which: the inverse of `fromBool`. */
function asBool(term: Word): Bool | undefined {
  if (isConstant(term) && term.value <= 1n) return truth(term.value === 1n)
  if (term.op !== 'ite') return undefined
  const [condition, yes, no] = term.args as [Bool, Word, Word]
  if (!isConstant(yes) || !isConstant(no)) return undefined
  if (yes.value === 1n && no.value === 0n) return condition
  return yes.value === 0n && no.value === 1n ? not(condition) : undefined
}

/** Whether the word is other than zero. */
export function toBool(term: Word): Bool {
  return asBool(term) ?? not(eq(term, constant(0n)))
}

export function ite(condition: Bool, yes: Word, no: Word): Word {
  if (isTrue(condition) || yes === no) return yes
  if (isFalse(condition)) return no
  // The one of the two opposites that was there first.
  if (not(condition).id < condition.id) return ite(not(condition), no, yes)
  if (yes.op === 'ite' && yes.args[0] === condition) return ite(condition, yes.args[1] as Word, no)
  if (no.op === 'ite' && no.args[0] === condition) return ite(condition, yes, no.args[2] as Word)
  const choice = choiceOfTruths(condition, asBool(yes), asBool(no))
  if (choice) return fromBool(choice)
  const [x, y] = [mirrored(yes), mirrored(no)]
  if (x && y) return mirror(ite(condition, x, y))
  const narrow = fitting(condition, yes)
  if (narrow !== yes) return ite(condition, narrow, no)
  return wordNode('ite', [condition, yes, no], Math.max(yes.bits, no.bits))
}

/** A choice of two conditions, one of which is known, as a condition. */
function choiceOfTruths(condition: Bool, yes?: Bool, no?: Bool): Bool | undefined {
  if (!yes || !no) return undefined
  const isBase = yes.args.length === 0 && no.args.length === 0
  const isKnown = [yes, no].some((way) => way.args.length === 0 || way === condition)
  if (isBase || !isKnown) return undefined
  return any([all([condition, yes]), all([not(condition), no])])
}

/** A difference that is none below zero where the condition holds, as narrow as what is subtracted from. */
function fitting(condition: Bool, term: Word): Word {
  if (term.op !== 'sub') return term
  const [a, b] = term.args as [Word, Word]
  return condition === ult(b, a) ? difference(a, b) : term
}

/**
 * What a word is the mirror of: `x` of `~x`. Code that handles one direction in a mirror of the other is so seen as
 * code that handles both: with `~x < ~y` for `y < x` and `~x - y` for `~(x + y)`, mirrors meet and are gone, and what is
 * left are differences of narrow words. All of it holds for every word, modulo 2^256.
 */
function mirrored(term: Word): Word | undefined {
  const [x, ones] = term.args as [Word, Word]
  return term.op === 'xor' && ones === constant(-1n) ? x : undefined
}

const mirror = (term: Word): Word => binary('xor', term, constant(-1n))

/** What both are the mirrors of. */
function bothMirrored(a: Word, b: Word): [Word, Word] | undefined {
  const [x, y] = [mirrored(a), mirrored(b)]
  if (x && y) return [x, y]
  if (x && isConstant(b)) return [x, mirror(b)]
  return y && isConstant(a) ? [mirror(a), y] : undefined
}

/** `a - b` where `a` is known to be no less. */
export function difference(a: Word, b: Word): Word {
  const inner = bothMirrored(a, b)
  if (inner) return difference(inner[1], inner[0])
  return binary('and', subtract(a, b), constant((1n << BigInt(a.bits)) - 1n))
}

/** True if all are, or with `any` if one is. */
function join(op: 'all' | 'any', conditions: readonly Bool[]): Bool {
  const parts = new Set<Bool>()
  const decisive = op === 'all' ? 'false' : 'true'
  const idle = op === 'all' ? 'true' : 'false'
  const whole = new Set(conditions)
  if (conditions.some((condition) => whole.has(not(condition)))) return truth(op === 'any')
  for (const condition of conditions) {
    const inner = condition.op === op ? (condition.args as Bool[]) : [condition]
    for (const part of inner) {
      if (part.op === decisive || parts.has(not(part))) return truth(op === 'any')
      if (part.op !== idle) parts.add(part)
    }
  }
  for (const part of parts) {
    const ordered = orderBeside(op, parts, part)
    if (ordered) return join(op, [...[...parts].filter((other) => other !== part), ordered])
  }
  const needed = [...parts].map((part) => beside(parts, part))
  if (needed.some((part) => !parts.has(part))) return join(op, needed)
  const sorted = [...parts].sort((a, b) => a.id - b.id)
  if (sorted.length === 0) return truth(op === 'all')
  return sorted.length === 1 ? (sorted[0] as Bool) : boolNode(op, sorted)
}

/** `a != b` or `a <= b` beside `a < b` is idle, and the two of them are `a < b`; of `any` the opposites. */
function orderBeside(op: 'all' | 'any', parts: ReadonlySet<Bool>, part: Bool): Bool | undefined {
  const has = (term: Bool) => parts.has(op === 'all' ? term : not(term))
  const differ = op === 'all' ? part : not(part)
  const inner = differ.op === 'not' ? differ.args[0] : undefined
  if (inner?.op !== 'eq' && inner?.op !== 'ult') return undefined
  const [a, b] = inner.args as [Word, Word]
  const [less, more] = [ult(a, b), ult(b, a)]
  if (less.op !== 'ult' || more.op !== 'ult') return undefined
  if (inner === less) {
    if (!has(more)) return undefined
    return op === 'all' ? more : not(more)
  }
  const isLess = has(less) || has(not(more))
  if (!isLess && !has(more) && !has(not(less))) return undefined
  const order = isLess ? less : more
  return op === 'all' ? order : not(order)
}

/** What a part still says beside the others: `a or (not a and b)` is `a or b`, and `a and (not a or b)` is `a and b`. */
function beside(parts: ReadonlySet<Bool>, part: Bool): Bool {
  if (part.op !== 'all' && part.op !== 'any') return part
  const args = part.args as Bool[]
  return join(
    part.op,
    args.filter((arg) => !parts.has(not(arg))),
  )
}

export const all = (conditions: readonly Bool[]): Bool => join('all', conditions)
export const any = (conditions: readonly Bool[]): Bool => join('any', conditions)

export function eq(a: Word, b: Word): Bool {
  if (a === b) return truth(true)
  if (isConstant(a) && isConstant(b)) return truth(false)
  if (isConstant(a)) return eq(b, a)
  if (isConstant(b)) {
    if (b.bits > a.bits) return truth(false)
    const condition = asBool(a)
    if (condition) return b.value === 0n ? not(condition) : condition
    if (a.op === 'ite') {
      const [choice, yes, no] = a.args as [Bool, Word, Word]
      if (isConstant(yes) && yes !== b) return all([not(choice), eq(no, b)])
      if (isConstant(no) && no !== b) return all([choice, eq(yes, b)])
    }
    if (a.op === 'xor' && isConstant(a.args[1] as Word)) {
      return eq(a.args[0] as Word, constant((a.args[1] as Word).value ^ b.value))
    }
  }
  const inner = bothMirrored(a, b)
  if (inner) return eq(...inner)
  if (a.op === 'ite' && b.op === 'ite' && a.args[0] === b.args[0]) {
    const [choice, x, y] = a.args as [Bool, Word, Word]
    return any([
      all([choice, eq(x, b.args[1] as Word)]),
      all([not(choice), eq(y, b.args[2] as Word)]),
    ])
  }
  return boolNode('eq', a.id < b.id ? [a, b] : [b, a])
}

export function ult(a: Word, b: Word): Bool {
  if (a === b) return truth(false)
  if (isConstant(a) && isConstant(b)) return truth(a.value < b.value)
  if (isConstant(b)) {
    if (b.value === 0n) return truth(false)
    if (b.value === 1n) return eq(a, constant(0n))
    if (1n << BigInt(a.bits) <= b.value) return truth(true)
  }
  if (isConstant(a)) {
    if (a.value === 0n) return not(eq(b, a))
    if (1n << BigInt(b.bits) <= a.value + 1n) return truth(false)
  }
  const inner = bothMirrored(a, b)
  if (inner) return ult(inner[1], inner[0])
  return boolNode('ult', [a, b])
}

export function slt(a: Word, b: Word): Bool {
  if (isConstant(a) && isConstant(b)) return truth((a.value ^ SIGN) < (b.value ^ SIGN))
  // Of the same sign, as unsigned.
  if (a.bits < 256 && b.bits < 256) return ult(a, b)
  return boolNode('slt', [a, b])
}

/** An operation on two words. */
export function binary(op: Operation, a: Word, b: Word): Word {
  if (isConstant(a) && isConstant(b)) return constant(compute(op, a.value, b.value))
  switch (op) {
    case 'add':
      return add(a, b)
    case 'sub':
      return subtract(a, b)
    case 'mul':
      return multiply(a, b)
    case 'div':
      return isConstant(b) && b.value === 1n ? a : wordNode('div', [a, b], a.bits)
    case 'mod':
      return wordNode('mod', [a, b], Math.min(a.bits, b.bits))
    case 'and':
    case 'or':
    case 'xor':
      return bitwise(op, a, b)
    default:
      return shift(op, a, b)
  }
}

export function clz(term: Word): Word {
  return isConstant(term) ? constant(BigInt(256 - term.bits)) : wordNode('clz', [term], 9)
}

function add(a: Word, b: Word): Word {
  if (isConstant(a)) return add(b, a)
  if (isConstant(b)) {
    if (b.value === 0n) return a
    const [first, second] = a.args as [Word, Word]
    if (a.op === 'add' && isConstant(second)) return add(first, constant(second.value + b.value))
    // A pointer to one of several places.
    if (a.op === 'ite') {
      const [condition, yes, no] = a.args as [Bool, Word, Word]
      if (isConstant(yes) && isConstant(no))
        return ite(condition, binary('add', yes, b), binary('add', no, b))
    }
  }
  const [x, y] = [mirrored(a), mirrored(b)]
  if (x) return mirror(subtract(x, b))
  if (y) return mirror(subtract(y, a))
  return wordNode('add', order(a, b), Math.max(a.bits, b.bits) + 1)
}

function subtract(a: Word, b: Word): Word {
  if (a === b) return constant(0n)
  if (isConstant(b)) return add(a, constant(-b.value))
  // Less the least of it and another: never below zero.
  if (b.op === 'ite') {
    const [condition, yes, no] = b.args as [Bool, Word, Word]
    if (yes === a && condition === ult(a, no)) {
      return ite(ult(no, a), difference(a, no), constant(0n))
    }
  }
  const inner = bothMirrored(a, b)
  if (inner) return subtract(inner[1], inner[0])
  const x = mirrored(a)
  if (x) return mirror(add(x, b))
  return wordNode('sub', [a, b], 256)
}

function multiply(a: Word, b: Word): Word {
  if (isConstant(a)) return multiply(b, a)
  if (isConstant(b)) {
    if (b.value === 0n) return b
    if (b.value === 1n) return a
  }
  const choice = asBool(a)
  if (choice) return ite(choice, b, constant(0n))
  const other = asBool(b)
  if (other) return ite(other, a, constant(0n))
  return wordNode('mul', order(a, b), a.bits + b.bits)
}

function bitwise(op: 'and' | 'or' | 'xor', a: Word, b: Word): Word {
  if (isConstant(a)) return bitwise(op, b, a)
  if (a === b) return op === 'xor' ? constant(0n) : a
  if (isConstant(b)) {
    if (b.value === 0n) return op === 'and' ? b : a
    if (op === 'and' && (b.value & (b.value + 1n)) === 0n && a.bits <= b.bits) return a
    const [first, second] = a.args as [Word, Word]
    if (op === 'and' && a.op === 'shl' && isConstant(second) && BigInt(b.bits) <= second.value) {
      return constant(0n)
    }
    if (op === 'and' && a.op === 'or') {
      const parts = [binary('and', first, b), binary('and', second, b)] as const
      if (parts.includes(constant(0n))) return binary('or', ...parts)
    }
    if (a.op === op && isConstant(second)) {
      return binary(op, first, constant(compute(op, second.value, b.value)))
    }
  }
  const [x, y] = [asBool(a), asBool(b)]
  if (x && y && op === 'and') return fromBool(all([x, y]))
  if (x && y && op === 'or') return fromBool(any([x, y]))
  const bits = op === 'and' ? Math.min(a.bits, b.bits) : Math.max(a.bits, b.bits)
  return wordNode(op, isConstant(b) ? [a, b] : order(a, b), bits)
}

/** `a` shifted by `b`. */
function shift(op: 'shl' | 'shr' | 'sar', a: Word, b: Word): Word {
  if (!isConstant(b)) return wordNode(op, [a, b], op === 'shr' ? a.bits : 256)
  if (b.value === 0n) return a
  if (op === 'sar') return a.bits < 256 ? shift('shr', a, b) : wordNode(op, [a, b], 256)
  if (b.value >= 256n) return constant(0n)
  const places = Number(b.value)
  if (op === 'shl') return wordNode(op, [a, b], a.bits + places)
  if (a.bits <= places) return constant(0n)
  const [x, y] = a.args as [Word, Word]
  // What lies below is gone: a selector is found behind which arguments were written.
  if (a.op === 'or') return binary('or', binary('shr', x, b), binary('shr', y, b))
  // There and back, where nothing is lost.
  if (a.op === 'shl' && isConstant(y) && x.bits + Number(y.value) <= 256) {
    return y.value < b.value
      ? shift('shr', x, constant(b.value - y.value))
      : shift('shl', x, constant(y.value - b.value))
  }
  return wordNode(op, [a, b], a.bits - places)
}

const order = (a: Word, b: Word): readonly [Word, Word] => (a.id < b.id ? [a, b] : [b, a])
