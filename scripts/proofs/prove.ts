import type { AbiFunction, AbiParameter } from 'viem'
import { toFunctionSelector } from 'viem'
import type { Ending } from './call.ts'
import type { Compiled } from './compile.ts'
import { holds } from './evaluate.ts'
import { conditionsFor, runCall } from './execute.ts'
import { Memory } from './memory.ts'
import { type Bool, clearTerms, constant, isConstant, variable, type Word } from './nodes.ts'
import { assertedOn, conditionsOf } from './path.ts'
import type { Solver } from './solver.ts'
import { all, any, binary } from './terms.ts'
import { Unsupported } from './unsupported.ts'

/** `Assumption()`: the inputs are none of those that the statement speaks of. */
const ASSUMPTION = 0xc59fff49n

export type Verdict =
  | { readonly kind: 'proven' }
  /** A call with these inputs breaks it, as was computed again in exact arithmetic. */
  | { readonly kind: 'refuted'; readonly inputs: ReadonlyMap<string, bigint> }
  | { readonly kind: 'unproven'; readonly why: string }

/**
 * Whether no call of the function ends otherwise than it should: it returns, or its inputs are outside its assumptions.
 * A failed assertion, any other revert, an overflow of checked arithmetic refute it. It also has to say something: some
 * inputs get to the end, and some to every assertion that the terms leave open. One that they decide is not seen any more: the
 * mutants show that it is there.
 */
export async function prove(
  { code, abi }: Compiled,
  name: string,
  solver: Solver,
): Promise<Verdict> {
  clearTerms()
  const item = abi.find((entry) => entry.type === 'function' && entry.name === name)
  if (item?.type !== 'function') throw new Error(`there is no function ${name}`)
  const [calldata, bytes] = writeCalldata(item)
  let endings: Ending[]
  try {
    endings = runCall(code, calldata, bytes, undefined, isForbidden)
  } catch (error) {
    if (error instanceof Unsupported) return { kind: 'unproven', why: error.message }
    throw error
  }
  return judge(endings, solver)
}

async function judge(endings: readonly Ending[], solver: Solver): Promise<Verdict> {
  const forbidden = endings.filter(isForbidden)
  for (const ending of forbidden) {
    const broken = await solver.ask(conditionsFor(ending), assertedOn(ending.path))
    if (broken.kind === 'yes') return { kind: 'refuted', inputs: broken.values }
    if (broken.kind !== 'no') return { kind: 'unproven', why: 'the solver ran out of time' }
  }
  const ends = endings.filter(({ kind }) => kind === 'return').map(conditionsFor)
  const assertions = forbidden.filter(isFailedAssertion)
  const places = [
    any(ends.map(all)),
    ...assertions.map(({ path }) => all(conditionsOf(path?.before))),
  ]
  const isEmpty = await findUnreached(places, solver)
  return isEmpty
    ? { kind: 'unproven', why: 'no input was found that gets to the end and to each assertion' }
    : { kind: 'proven' }
}

/** Whether there is a place that no input is found for. An input that gets to one place mostly gets to others. */
async function findUnreached(places: readonly Bool[], solver: Solver): Promise<boolean> {
  let left = places
  for (let place = left[0]; place; place = left[0]) {
    const reached = await solver.ask([place])
    if (reached.kind !== 'yes') return true
    left = left.filter((other) => !holds([other], reached.values))
  }
  return false
}

function isForbidden({ kind, data }: Ending): boolean {
  if (kind === 'return') return false
  const [first] = data.words
  const isAssumption =
    kind === 'revert' && first && isConstant(first) && first.value >> 224n === ASSUMPTION
  return !isAssumption
}

/** `Panic(1)`: an assertion. Others, of arithmetic, may well be out of reach. */
function isFailedAssertion({ data }: Ending): boolean {
  const code = new Memory(new Map(data.words.map((word, i) => [i, word])))
  return code.load(4) === constant(1n)
}

/** The selector, and a variable for each plain member of the arguments, each of its type. */
function writeCalldata(item: AbiFunction): [calldata: Memory, bytes: number] {
  const calldata = new Memory()
  calldata.store(0, binary('shl', constant(BigInt(toFunctionSelector(item))), constant(224n)))
  let at = 4
  for (const word of item.inputs.flatMap((input) => variablesOf(input, ''))) {
    calldata.store(at, word)
    at += 32
  }
  return [calldata, at]
}

function variablesOf(parameter: AbiParameter, prefix: string): Word[] {
  const path = `${prefix}${parameter.name ?? ''}`
  if ('components' in parameter && parameter.type === 'tuple') {
    return parameter.components.flatMap((part) => variablesOf(part, `${path}.`))
  }
  const array = /^(.*)\[(\d+)\]$/.exec(parameter.type)
  if (array) {
    const [, type = '', length] = array
    return Array.from({ length: Number(length) }, (_, i) =>
      variablesOf({ ...parameter, type, name: `${parameter.name}[${i}]` }, prefix),
    ).flat()
  }
  return [variable(path, bitsOf(parameter.type))]
}

function bitsOf(type: string): number {
  if (type === 'bool') return 1
  if (type === 'bytes32') return 256
  if (type === 'address') return 160
  const unsigned = /^uint(\d+)$/.exec(type)
  if (!unsigned) throw new Unsupported(`an argument of type ${type}`)
  return Number(unsigned[1])
}
