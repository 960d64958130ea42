// Bytecode for a chain without contracts: code that emits given logs, and code that answers calls with given figures.

import { concatHex, type Hex, numberToHex, pad, size, toFunctionSelector } from 'viem'

/** One log as the chain holds it, without its address. */
export interface EmittedLog {
  topics: readonly Hex[]
  data: Hex
}

const OPCODES = {
  MUL: '0x02',
  EQ: '0x14',
  SHR: '0x1c',
  CALLDATALOAD: '0x35',
  CODECOPY: '0x39',
  MSTORE: '0x52',
  JUMPI: '0x57',
  JUMPDEST: '0x5b',
  PUSH0: '0x5f',
  POP: '0x50',
  GAS: '0x5a',
  CALL: '0xf1',
  RETURN: '0xf3',
  REVERT: '0xfd',
  STOP: '0x00',
} as const

const push2 = (value: number): Hex => concatHex(['0x61', numberToHex(value, { size: 2 })])
const push32 = (value: Hex): Hex => concatHex(['0x7f', pad(value, { size: 32 })])

/** Code that emits these logs, one after the other, whenever it is called, and then calls `next`. */
export function encodeEmitter(logs: readonly EmittedLog[], next?: Hex): Hex {
  const { CALL, CODECOPY, GAS, POP, PUSH0, STOP } = OPCODES
  const call: Hex =
    next === undefined
      ? '0x'
      : concatHex([...Array<Hex>(5).fill(PUSH0), push32(next), GAS, CALL, POP])
  const write = (offset: number): Hex => {
    let at = offset
    const parts = logs.map(({ topics, data }) => {
      const copy = concatHex([push2(size(data)), push2(at), PUSH0, CODECOPY])
      at += size(data)
      const pushed = topics.toReversed().map(push32)
      const log = numberToHex(0xa0 + topics.length, { size: 1 })
      return concatHex([copy, ...pushed, push2(size(data)), PUSH0, log])
    })
    return concatHex([...parts, call, STOP])
  }
  // The places of the data depend on the length of the code before them, which does not depend on the places.
  const length = size(write(0))
  return concatHex([write(length), ...logs.map(({ data }) => data)])
}

/** Code of a portfolio that tells these figures. */
export function encodePortfolio(figures: readonly [bigint, bigint, bigint]): Hex {
  const { CODECOPY, PUSH0, RETURN } = OPCODES
  const data = concatHex(figures.map((figure) => numberToHex(figure, { size: 32 })))
  const write = (offset: number) =>
    concatHex([push2(size(data)), push2(offset), PUSH0, CODECOPY, push2(size(data)), PUSH0, RETURN])
  return concatHex([write(size(write(0))), data])
}

/** Code of a fee oracle: wei for each byte of a transaction, and for each unit of gas; without the latter it reverts. */
export function encodeOracle(weiPerByte: number, weiPerGas?: number): Hex {
  const { CALLDATALOAD, EQ, JUMPDEST, JUMPI, MSTORE, MUL, PUSH0, RETURN, SHR } = OPCODES
  const answer = (weiPerUnit: number) =>
    concatHex([
      ...[push2(4), CALLDATALOAD, push2(weiPerUnit), MUL, PUSH0, MSTORE],
      ...[push2(32), PUSH0, RETURN],
    ])
  const selector = toFunctionSelector('getOperatorFee(uint256)')
  const write = (target: number) =>
    concatHex([
      ...[PUSH0, CALLDATALOAD, push2(0xe0), SHR, push32(selector), EQ],
      ...[push2(target), JUMPI, answer(weiPerByte)],
    ])
  const operator = weiPerGas === undefined ? revertingCode : answer(weiPerGas)
  return concatHex([write(size(write(0))), JUMPDEST, operator])
}

/** Code that reverts without a reason. */
export const revertingCode: Hex = concatHex([OPCODES.PUSH0, OPCODES.PUSH0, OPCODES.REVERT])
