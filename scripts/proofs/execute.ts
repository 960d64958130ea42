/**
 * Runs the compiler's Yul on terms instead of numbers. Where a condition depends on the inputs, both ways are gone and
 * meet again after the statement, each value being a choice then; loops whose number of rounds depends on the inputs
 * are not followed. What comes out is every way in which the call can end, with the conditions for it.
 */
import { anyCaller, runBuiltin } from './builtins.ts'
import type { Call, Ending } from './call.ts'
import { Memory } from './memory.ts'
import { type Bool, constant, isFalse, isTrue, not, type Word } from './nodes.ts'
import { conditionsOf, extend, knownOn, type Path } from './path.ts'
import { fork, mergeAll, noBytes, type State } from './state.ts'
import { eq, toBool } from './terms.ts'
import { Unsupported } from './unsupported.ts'
import type { YulBlock, YulExpression, YulFunction, YulStatement } from './yul.ts'

const ROUNDS_MAX = 300

/** Where a block's ways go on: past its end, or elsewhere. */
interface Exits {
  readonly breaks: State[]
  readonly continues: State[]
  readonly leaves: State[]
}

const noExits = (): Exits => ({ breaks: [], continues: [], leaves: [] })

export function runCall(
  code: YulBlock,
  calldata: Memory,
  calldataBytes: number,
  path: Path,
  isForbidden: (ending: Ending) => boolean,
  caller = anyCaller(),
): Ending[] {
  const call: Call = {
    code,
    functions: functionsIn(code),
    calldata,
    calldataBytes,
    caller,
    endings: [],
    isForbidden,
    callAgain: (data, bytes, from, by) => runCall(code, data, bytes, from, () => false, by),
  }
  const state: State = { variables: new Map(), memory: new Memory(), path, returned: noBytes() }
  const last = runBlock(code, state, noExits(), call)
  if (last) call.endings.push({ kind: 'return', data: noBytes(), path: last.path })
  return call.endings
}

function functionsIn(block: YulBlock): Map<string, YulFunction> {
  const found = new Map<string, YulFunction>()
  for (const statement of block.statements) {
    if (statement.nodeType === 'YulFunctionDefinition') found.set(statement.name, statement)
    if (statement.nodeType !== 'YulBlock') continue
    for (const [name, inner] of functionsIn(statement)) found.set(name, inner)
  }
  return found
}

/** The state past the block's end; undefined if no way leads there. */
function runBlock(block: YulBlock, start: State, exits: Exits, call: Call): State | undefined {
  let state: State | undefined = start
  for (const statement of block.statements) {
    if (!state) return undefined
    state = runStatement(statement, state, exits, call)
  }
  return state
}

function runStatement(
  statement: YulStatement,
  state: State,
  exits: Exits,
  call: Call,
): State | undefined {
  switch (statement.nodeType) {
    case 'YulFunctionDefinition':
      return state
    case 'YulBlock':
      return runBlock(statement, state, exits, call)
    case 'YulVariableDeclaration':
      return assign(statement.variables, statement.value, state, call)
    case 'YulAssignment':
      return assign(statement.variableNames, statement.value, state, call)
    case 'YulExpressionStatement':
      return evaluate(statement.expression, state, call) && state
    case 'YulIf': {
      const condition = one(statement.condition, state, call)
      return branch(toBool(condition), statement.body, undefined, state, exits, call)
    }
    case 'YulSwitch': {
      const chosen = one(statement.expression, state, call)
      return runCases(statement.cases, chosen, state, exits, call)
    }
    case 'YulForLoop':
      return runLoop(statement, state, exits, call)
    case 'YulBreak':
      exits.breaks.push(state)
      return undefined
    case 'YulContinue':
      exits.continues.push(state)
      return undefined
    case 'YulLeave':
      exits.leaves.push(state)
      return undefined
  }
}

function assign(
  names: readonly { readonly name: string }[],
  value: YulExpression | null | undefined,
  state: State,
  call: Call,
): State | undefined {
  const words = value ? evaluate(value, state, call) : names.map(() => constant(0n))
  if (!words) return undefined
  names.forEach(({ name }, i) => {
    state.variables.set(name, words[i] as Word)
  })
  return state
}

/** Goes both ways where it has to. Without `no`, that way is the state as it is. */
function branch(
  asked: Bool,
  yes: YulBlock,
  no: ((state: State) => State | undefined) | undefined,
  state: State,
  exits: Exits,
  call: Call,
): State | undefined {
  const known = knownOn(state.path, asked)
  const condition = known === undefined ? asked : toBool(constant(BigInt(known)))
  if (isTrue(condition)) return runBlock(yes, state, exits, call)
  if (isFalse(condition)) return no ? no(state) : state

  const ended = call.endings.length
  const taken = runBlock(yes, fork(state, extend(state.path, condition)), exits, call)
  const ways = call.endings.slice(ended)
  const isAsserted = !taken && ways.length === 1 && ways.every(call.isForbidden)
  const other = fork(state, extend(state.path, not(condition), isAsserted))
  const left = no ? no(other) : other
  return mergeAll([taken, left].filter((way) => way !== undefined))
}

type Cases = Extract<YulStatement, { nodeType: 'YulSwitch' }>['cases']

function runCases(
  [first, ...others]: Cases,
  chosen: Word,
  state: State,
  exits: Exits,
  call: Call,
): State | undefined {
  if (!first) return state
  if (first.value === 'default') return runBlock(first.body, state, exits, call)
  const condition = eq(chosen, one(first.value, state, call))
  const rest = (way: State) => runCases(others, chosen, way, exits, call)
  return branch(condition, first.body, rest, state, exits, call)
}

function runLoop(
  loop: Extract<YulStatement, { nodeType: 'YulForLoop' }>,
  start: State,
  exits: Exits,
  call: Call,
): State | undefined {
  let state = runBlock(loop.pre, start, exits, call)
  const ends: State[] = []
  for (let round = 0; state; round++) {
    if (round === ROUNDS_MAX) throw new Unsupported('a loop without a known end')
    const condition = toBool(one(loop.condition, state, call))
    if (isFalse(condition)) {
      ends.push(state)
      break
    }
    if (!isTrue(condition)) {
      ends.push(fork(state, extend(state.path, not(condition))))
      state = fork(state, extend(state.path, condition))
    }
    const inner: Exits = { breaks: ends, continues: [], leaves: exits.leaves }
    const past = runBlock(loop.body, state, inner, call)
    const next = mergeAll([...inner.continues, ...(past ? [past] : [])])
    state = next && runBlock(loop.post, next, exits, call)
  }
  return mergeAll(ends)
}

/** The values of an expression; undefined if the call ends in it. */
function evaluate(expression: YulExpression, state: State, call: Call): Word[] | undefined {
  switch (expression.nodeType) {
    case 'YulLiteral':
      return [literal(expression)]
    case 'YulIdentifier':
      return [state.variables.get(expression.name) as Word]
    case 'YulFunctionCall':
  }
  const { functionName, arguments: given } = expression
  // As the EVM does: the last argument first.
  const words: Word[] = []
  for (const argument of given.toReversed()) {
    const value = evaluate(argument, state, call)
    if (!value) return undefined
    words.unshift(value[0] as Word)
  }
  const own = call.functions.get(functionName.name)
  return own
    ? runFunction(own, words, state, call)
    : runBuiltin(functionName.name, words, state, call)
}

function one(expression: YulExpression, state: State, call: Call): Word {
  const word = evaluate(expression, state, call)?.[0]
  if (!word) throw new Unsupported('a call that ends within a condition')
  return word
}

function literal({
  kind,
  value,
  hexValue,
}: Extract<YulExpression, { nodeType: 'YulLiteral' }>): Word {
  if (kind === 'number') return constant(BigInt(value))
  if (kind === 'bool') return constant(BigInt(value === 'true'))
  const hex = hexValue ?? Buffer.from(value).toString('hex')
  return constant(BigInt(`0x${hex.padEnd(64, '0')}`))
}

/** Runs one of the code's own functions, with variables of its own; the state goes on in place. */
function runFunction(
  { parameters = [], returnVariables = [], body }: YulFunction,
  words: readonly Word[],
  state: State,
  call: Call,
): Word[] | undefined {
  const inner = fork(state, state.path)
  inner.variables.clear()
  parameters.forEach(({ name }, i) => {
    inner.variables.set(name, words[i] as Word)
  })
  for (const { name } of returnVariables) inner.variables.set(name, constant(0n))
  const exits = noExits()
  const past = runBlock(body, inner, exits, call)
  const end = mergeAll([...exits.leaves, ...(past ? [past] : [])])
  if (!end) return undefined
  state.memory = end.memory
  state.path = end.path
  state.returned = end.returned
  return returnVariables.map(({ name }) => end.variables.get(name) as Word)
}

/** The conditions under which a call ends so. */
export const conditionsFor = (ending: Ending): Bool[] => conditionsOf(ending.path)
