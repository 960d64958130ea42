// Runtime code of contracts that tell figures, written out: what one of them does in odd cases has to be exact.

import { concat, type Hex, numberToHex, size, toFunctionSelector } from 'viem'

/** Answers whatever it is asked with these words. */
export function answerWords(words: readonly bigint[]): Hex {
  const stores = words.map((word, index) =>
    // PUSH32 word, PUSH1 offset, MSTORE
    concat([
      '0x7f',
      numberToHex(word, { size: 32 }),
      '0x60',
      numberToHex(32 * index, { size: 1 }),
      '0x52',
    ]),
  )
  // PUSH1 length, PUSH0, RETURN
  return concat([...stores, '0x60', numberToHex(32 * words.length, { size: 1 }), '0x5ff3'])
}

/** Knows these functions of one number, and answers with its product with a factor; reverts for others. */
export function answerProducts(factors: Readonly<Record<string, number>>): Hex {
  const entries = Object.entries(factors)
  // PUSH0, CALLDATALOAD, PUSH1 224, SHR; a test of eleven bytes an entry; PUSH0, PUSH0, REVERT
  const bodiesAt = 5 + 11 * entries.length + 3
  const bodies = entries.map(([, factor]) =>
    // JUMPDEST, PUSH1 4, CALLDATALOAD, PUSH1 factor, MUL, PUSH0, MSTORE, PUSH1 32, PUSH0, RETURN
    concat(['0x5b60043560', numberToHex(factor, { size: 1 }), '0x025f5260205ff3']),
  )
  const tests = entries.map(([name], index) => {
    const target = bodies.slice(0, index).reduce((sum, body) => sum + size(body), bodiesAt)
    const selector = toFunctionSelector(`function ${name}(uint256)`)
    // DUP1, PUSH4 selector, EQ, PUSH2 target, JUMPI
    return concat(['0x8063', selector, '0x1461', numberToHex(target, { size: 2 }), '0x57'])
  })
  return concat(['0x5f3560e01c', ...tests, '0x5f5ffd', ...bodies])
}

/** Ways to end without an answer. */
export const silences: Readonly<Record<string, Hex>> = {
  'that reverts': '0x5f5ffd',
  'that runs out of gas': '0x5b5f56',
  'with an invalid opcode': '0xfe',
  'without code': '0x',
  'that answers nothing': '0x00',
  'that answers with two words': answerWords([1n, 2n]),
}
