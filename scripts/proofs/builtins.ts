import type { Call, Ending } from './call.ts'
import { Memory, offsetOf } from './memory.ts'
import { type Bool, constant, isConstant, not, variable, type Word } from './nodes.ts'
import { conditionsOf, knownOn, type Path } from './path.ts'
import { type Bytes, mergeBytes, noBytes, type State, settle } from './state.ts'
import { all, any, binary, clz, difference, eq, fromBool, ite, slt, toBool, ult } from './terms.ts'
import { Unsupported } from './unsupported.ts'

const ADDRESS_BITS = 160
const CODE_SIZE_BITS = 24

/** The contract's own address: anything. */
const self = (): Word => variable('this contract', ADDRESS_BITS)

/** Who calls: anybody. */
export const anyCaller = (): Word => variable('world caller', ADDRESS_BITS)

/** What is left differs each time it is asked for. */
let gasReads = 0

type Pure = (...words: Word[]) => Word

const pure: Readonly<Record<string, Pure>> = {
  add: (a, b) => binary('add', a, b),
  mul: (a, b) => binary('mul', a, b),
  div: (a, b) => binary('div', a, b),
  mod: (a, b) => binary('mod', a, b),
  and: (a, b) => binary('and', a, b),
  or: (a, b) => binary('or', a, b),
  xor: (a, b) => binary('xor', a, b),
  not: (a) => binary('xor', a, constant(-1n)),
  shl: (places, a) => binary('shl', a, places),
  shr: (places, a) => binary('shr', a, places),
  sar: (places, a) => binary('sar', a, places),
  byte: (index, a) => byte(index, a),
  clz: (a) => clz(a),
  eq: (a, b) => fromBool(eq(a, b)),
  lt: (a, b) => fromBool(ult(a, b)),
  gt: (a, b) => fromBool(ult(b, a)),
  slt: (a, b) => fromBool(slt(a, b)),
  sgt: (a, b) => fromBool(slt(b, a)),
  iszero: (a) => fromBool(not(toBool(a))),
}

/** Of the world: anything, the same throughout a call. */
const world: Readonly<Record<string, number>> = {
  origin: ADDRESS_BITS,
  timestamp: 256,
  number: 256,
  chainid: 256,
}

type Effect = (words: readonly Word[], state: State, call: Call) => Word[] | undefined

const place = (word: Word | undefined, { path }: State): number =>
  offsetOf(settle(word as Word, path))

const effects: Readonly<Record<string, Effect>> = {
  mload: ([at], state) => [loadAt(settle(at as Word, state.path), state)],
  mstore: ([at, value], state) => {
    state.memory.store(place(at, state), value as Word)
    return []
  },
  mcopy: ([to, from, length], state) => {
    const bytes = place(length, state)
    state.memory.write(place(to, state), state.memory.read(place(from, state), bytes), bytes)
    return []
  },
  sub: ([a, b], { path }) => [subtract(a as Word, b as Word, path)],
  memoryguard: ([size]) => [size as Word],
  calldatasize: (_, __, call) => [constant(BigInt(call.calldataBytes))],
  calldataload: ([at], state, call) => [readCalldata(place(at, state), 32, call)[0] as Word],
  calldatacopy: ([to, from, length], state, call) => {
    const bytes = place(length, state)
    state.memory.write(place(to, state), readCalldata(place(from, state), bytes, call), bytes)
    return []
  },
  returndatasize: (_, state) => [settle(state.returned.length, state.path)],
  returndatacopy: ([to, from, length], state) => {
    const bytes = place(length, state)
    const source = new Memory(new Map(state.returned.words.map((word, i) => [i, word])))
    const returned = place(state.returned.length, state)
    if (place(from, state) + bytes > returned) throw new Unsupported('a read beyond what returned')
    state.memory.write(place(to, state), source.read(place(from, state), bytes), bytes)
    return []
  },
  // No value is ever sent: a function that takes none refuses it, by the compiler's own check.
  callvalue: () => [constant(0n)],
  gas: () => [variable(`gas ${gasReads++}`)],
  address: () => [self()],
  caller: (_, __, { caller }) => [caller],
  extcodesize: ([account]) => {
    if (account !== self()) throw new Unsupported('the size of other code')
    // Some code, of whatever length.
    return [binary('add', variable('size of this code', CODE_SIZE_BITS), constant(1n))]
  },
  // Other code is anything: zeros beyond its end are among that.
  extcodecopy: ([account, to, from, length], state) => {
    const [bytes, start] = [place(length, state), place(from, state)]
    const words = Array.from({ length: Math.ceil(bytes / 32) }, (_, i) =>
      variable(`code of t${account?.id} at ${start + 32 * i}`),
    )
    state.memory.write(place(to, state), words, bytes)
    return []
  },
  keccak256: ([at, length], state) => {
    const bytes = place(length, state)
    const words = state.memory.read(place(at, state), bytes)
    return [variable(`keccak256 of ${bytes} bytes ${words.map(({ id }) => `t${id}`).join(' ')}`)]
  },
  // Any word: nothing is known of storage, but that it stays the same within a call.
  sload: ([slot]) => [variable(`storage at t${slot?.id}`)],
  loadimmutable: ([name]) => [variable(`immutable t${name?.id}`)],
  staticcall: ([, to, at, length, out, outLength], state, call) => {
    if (to !== self()) throw new Unsupported('a call of another contract')
    const success = callSelf(place(at, state), place(length, state), state, call)
    copyReturned(place(out, state), place(outLength, state), state)
    return [success]
  },
  pop: () => [],
  return: ([at, length], state, call) => end('return', at, length, state, call),
  revert: ([at, length], state, call) => end('revert', at, length, state, call),
  stop: (_, state, call) => endWith('return', noBytes(), state, call),
  invalid: (_, state, call) => endWith('invalid', noBytes(), state, call),
}

/** What a function of the EVM gives; undefined if the call ends in it. */
export function runBuiltin(
  name: string,
  words: readonly Word[],
  state: State,
  call: Call,
): Word[] | undefined {
  const compute = pure[name]
  if (compute) return [compute(...words)]
  const bits = world[name]
  if (bits) return [variable(`world ${name}`, bits)]
  const effect = effects[name]
  if (!effect) throw new Unsupported(name)
  return effect(words, state, call)
}

function byte(index: Word, word: Word): Word {
  if (!isConstant(index)) throw new Unsupported('a byte whose place depends on the inputs')
  if (index.value > 31n) return constant(0n)
  return binary('and', binary('shr', word, constant(248n - 8n * index.value)), constant(0xffn))
}

function end(
  kind: Ending['kind'],
  at: Word | undefined,
  length: Word | undefined,
  state: State,
  call: Call,
): undefined {
  const bytes = place(length, state)
  const words = bytes === 0 ? [] : state.memory.read(place(at, state), bytes)
  return endWith(kind, { words, length: constant(BigInt(bytes)) }, state, call)
}

function endWith(kind: Ending['kind'], data: Bytes, state: State, call: Call): undefined {
  call.endings.push({ kind, data, path: state.path })
}

/** Beyond their end, the inputs are zeros. */
function readCalldata(at: number, length: number, { calldata, calldataBytes }: Call): Word[] {
  const words = calldata.read(at, length)
  return at < calldataBytes ? words : words.map(() => constant(0n))
}

function subtract(a: Word, b: Word, path: Path): Word {
  const isNoLess = knownOn(path, ult(a, b)) === false || knownOn(path, ult(b, a)) === true
  return isNoLess ? difference(a, b) : binary('sub', a, b)
}

/** A pointer may be one of several, by what came before. */
function loadAt(at: Word, state: State): Word {
  if (at.op !== 'ite') return state.memory.load(offsetOf(at))
  const [condition, yes, no] = at.args as [Bool, Word, Word]
  return ite(condition, loadAt(yes, state), loadAt(no, state))
}

/** Beyond what returned, memory stays as it is: zero, where the length depends on the inputs. */
function copyReturned(out: number, room: number, state: State): void {
  const length = settle(state.returned.length, state.path)
  if (isConstant(length)) {
    state.memory.write(out, state.returned.words, Math.min(room, offsetOf(length)))
    return
  }
  if (state.memory.read(out, room).some((word) => word !== constant(0n))) {
    throw new Unsupported('an answer of unknown length over what is in memory')
  }
  state.memory.write(out, state.returned.words, room)
}

/** Calls this contract itself, and keeps what it returns. */
function callSelf(at: number, bytes: number, state: State, call: Call): Word {
  const calldata = state.memory.slice(at, bytes)
  const endings = call.callAgain(calldata, bytes, state.path, self())
  const conditions = endings.map(({ path }) => all(conditionsOf(path, state.path)))
  state.returned = endings
    .map(({ data }) => data)
    .reduceRight((rest, data, i) => mergeBytes(conditions[i] ?? not(any([])), data, rest))
  return fromBool(any(conditions.filter((_, i) => endings[i]?.kind === 'return')))
}
