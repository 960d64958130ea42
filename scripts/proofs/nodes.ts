/**
 * What terms are: words of 256 bits or conditions, as functions of the inputs. Equal terms are one object, so that "the
 * same" is `===`.
 */
import { bitLength, type Operation } from './arithmetic.ts'

export type WordOp = Operation | 'clz' | 'ite'
type BoolOp = 'eq' | 'ult' | 'slt' | 'not' | 'all' | 'any'

interface Node {
  /** Ascending: an argument's id is lower than that of its term. */
  readonly id: number
  readonly args: readonly Term[]
}

/** A word of 256 bits; `bits` bounds the place of its highest bit that may be set. */
export interface Word extends Node {
  readonly sort: 'word'
  readonly op: WordOp | 'constant' | 'variable'
  readonly bits: number
  /** Of a constant. */
  readonly value: bigint
  /** Of a variable. */
  readonly name: string
}

export interface Bool extends Node {
  readonly sort: 'bool'
  readonly op: BoolOp | 'true' | 'false'
}

export type Term = Word | Bool

let terms = new Map<string, Term>()
let count = 0
let opposites = new Map<Bool, Bool>()

/** Forgets all terms: those of one statement are of no use to the next, whose inputs may have the same names. */
export function clearTerms(): void {
  terms = new Map()
  opposites = new Map()
  count = 0
}

function intern<T extends Term>(key: string, make: (id: number) => T): T {
  const known = terms.get(key)
  if (known) return known as T
  const term = make(count++)
  terms.set(key, term)
  return term
}

export function constant(value: bigint): Word {
  const wrapped = BigInt.asUintN(256, value)
  return intern(`c${wrapped}`, (id) => ({
    sort: 'word',
    op: 'constant',
    id,
    args: [],
    bits: bitLength(wrapped),
    value: wrapped,
    name: '',
  }))
}

/**
 * An input, or something of the world that may be anything. One name with one width is one variable; a name of the world has
 * a space in it, which no argument's name has.
 */
export function variable(name: string, bits = 256): Word {
  return intern(`v${bits} ${name}`, (id) => ({
    sort: 'word',
    op: 'variable',
    id,
    args: [],
    bits,
    value: 0n,
    name,
  }))
}

export const isConstant = (term: Word): boolean => term.op === 'constant'

export function wordNode(op: WordOp, args: readonly Term[], bits: number): Word {
  return intern(`${op}:${args.map(({ id }) => id).join(',')}`, (id) => ({
    sort: 'word',
    op,
    id,
    args,
    bits: Math.min(256, bits),
    value: 0n,
    name: '',
  }))
}

export function boolNode(op: Bool['op'], args: readonly Term[]): Bool {
  return intern(`b${op}:${args.map(({ id }) => id).join(',')}`, (id) => ({
    sort: 'bool',
    op,
    id,
    args,
  }))
}

export const truth = (value: boolean): Bool => boolNode(value ? 'true' : 'false', [])

export const isTrue = (term: Bool): boolean => term.op === 'true'
export const isFalse = (term: Bool): boolean => term.op === 'false'

/** Of `all` and `any` it is the other of the opposites: so what one part says is found in another. */
export function not(term: Bool): Bool {
  const known = opposites.get(term)
  if (known) return known
  const opposite = makeOpposite(term)
  opposites.set(term, opposite)
  opposites.set(opposite, term)
  return opposite
}

function makeOpposite(term: Bool): Bool {
  if (isTrue(term) || isFalse(term)) return truth(isFalse(term))
  if (term.op === 'not') return term.args[0] as Bool
  if (term.op !== 'all' && term.op !== 'any') return boolNode('not', [term])
  const args = (term.args as Bool[]).map(not).sort((x, y) => x.id - y.id)
  return boolNode(term.op === 'all' ? 'any' : 'all', args)
}
