import { beforeAll, expect, test } from 'vitest'
import { backtest } from '../../../backtest/orchestrate/backtest.ts'
import { restoreInputs } from '../../../backtest/orchestrate/restoreInputs.ts'
import { formatResult, hashResultText } from '../../../backtest/report/hashResult.ts'
import { ResultFormatError, readResult } from '../../../backtest/report/readResult.ts'
import { createInputs, engine, makeMarket } from '../orchestrate/support/madeBacktest.ts'

let text: string
beforeAll(async () => {
  const { result } = await backtest(createInputs({ markets: [makeMarket(5)] }), engine)
  text = formatResult(result)
})

test('default', () => {
  const { result, backtestHash } = readResult(text)
  expect(formatResult(result)).toBe(text)
  expect(backtestHash).toBe(hashResultText(text))
})

test('behavior: the inputs that a result names give the same bytes', async () => {
  const { result } = readResult(text)
  const again = await backtest(restoreInputs(result, [makeMarket(5)]), engine)
  expect(formatResult(again.result)).toBe(text)
})

test('behavior: so do those of markets with other times between blocks', async () => {
  const slow = makeMarket(5)
  const { manifest } = slow
  const fast = {
    ...slow,
    manifest: { ...manifest, name: 'fast', chain: { ...manifest.chain, blockSec: 2 } },
  }
  const inputs = createInputs({ markets: [slow, fast], latencyBlocks: undefined })
  const wanted = formatResult((await backtest(inputs, engine)).result)
  const again = await backtest(restoreInputs(readResult(wanted).result, [slow, fast]), engine)
  expect(formatResult(again.result)).toBe(wanted)
})

test('behavior: another seed, title, or trial count is another hash', () => {
  for (const [from, to] of [
    ['"seed":"7"', '"seed":"8"'],
    ['Fear less', 'Fear more'],
    ['"trials":12', '"trials":11'],
  ] as const) {
    expect(text).toContain(from)
    expect(readResult(text.replace(from, to)).backtestHash).not.toBe(hashResultText(text))
  }
})

test.each([
  ['no JSON', () => 'what', 'no JSON'],
  ['another format', () => text.replace('gimbal-backtest/1', 'gimbal-backtest/9'), 'format'],
  ['a blank more', () => text.replace('"seed"', ' "seed"'), 'not in the form that is hashed'],
  ['no line feed', () => text.trimEnd(), 'not in the form that is hashed'],
  ['keys in another order', () => `{"z":1,${text.slice(1)}`, 'not in the form that is hashed'],
  [
    'more draws than anybody waits for',
    () => text.replace('"draws":1000', '"draws":1000000000'),
    'inputs.draws',
  ],
  [
    'so few draws that each interval is a point',
    () => text.replace('"draws":1000', '"draws":1'),
    'inputs.draws',
  ],
  [
    'a figure with an exponent',
    () => text.replace(/"jBpYear":"[^"]+"/, '"jBpYear":"1e9"'),
    'jBpYear',
  ],
  [
    'a verdict of its own',
    () => text.replace('"too short to judge"', '"best of all"'),
    'attribution.0.verdict',
  ],
  ['a null', () => 'null', 'the file'],
])('error: %s', (_, make, message) => {
  expect(() => readResult(make())).toThrow(ResultFormatError)
  expect(() => readResult(make())).toThrow(message)
})
