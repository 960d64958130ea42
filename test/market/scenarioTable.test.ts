import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { encodeScenario, readScenario, type Scenario } from '../../market/scenarioTable.ts'
import { computeDepthSegments } from '../../market/segments.ts'
import { createMinutes, createStart } from './support/createMinutes.ts'
import { makeFolder } from './support/makeFolder.ts'

const shipped = fileURLToPath(new URL('../../market/polygon-2023-08-17.csv', import.meta.url))

const scenario: Scenario = {
  day: '2023-08-17',
  source: 'synthetic, MIT licence',
  warmUpRecord: 'two hours',
  start: createStart({ segmentOffsetSec: 11, startVarianceWad: 34n, startDepthRefUsd6: 12n }),
  minutes: createMinutes(10, (index) => ({ netAmount0: -BigInt(index) })),
}

function write(text: string): string {
  const file = join(makeFolder(), 'scenario.csv')
  writeFileSync(file, text)
  return file
}

describe('readScenario', () => {
  test('default: reads back what was encoded', () => {
    expect(readScenario(write(encodeScenario(scenario)))).toEqual(scenario)
  })

  test('behavior: the shipped file is encoded as it stands, and small', () => {
    expect(encodeScenario(readScenario(shipped))).toBe(readFileSync(shipped, 'utf8'))
    expect(statSync(shipped).size).toBeLessThan(180_000)
  })

  test('default: the shipped day is the recorded shock', () => {
    const { minutes, source } = readScenario(shipped)
    expect(source).toMatch(/zelos-alpha\/demeter, MIT/)
    expect(minutes).toHaveLength(1_440)
    const at = (time: string) => minutes[Number(time.slice(0, 2)) * 60 + Number(time.slice(3))]
    expect(Math.round(Number(at('21:34')?.baseFeePerGas) / 1e9)).toBe(54)
    expect(Math.round(Number(at('21:45')?.baseFeePerGas) / 1e9)).toBe(9_558)
    const depths = computeDepthSegments(minutes.slice(21 * 60 + 20, 22 * 60 + 20), 0n)
    const millions = depths.map(({ depthUsd6 }) => Math.round(Number(depthUsd6) / 1e12))
    expect([Math.max(...millions), Math.min(...millions)]).toEqual([33, 20])
    const closes = minutes.slice(21 * 60 + 20, 22 * 60 + 20).map((m) => Number(m.closeTick))
    const price = (tick: number) => Math.round(1e12 / 1.0001 ** tick)
    expect(price(closes[14] as number)).toBe(1_714)
    expect(price(Math.max(...closes))).toBe(1_595)
  })

  const text = encodeScenario(scenario)
  const lines = text.split('\n')
  const change = (line: number, from: string, to: string) =>
    lines.with(line - 1, (lines[line - 1] as string).replace(from, to)).join('\n')
  const cases: [name: string, text: string, message: RegExp][] = [
    [
      'a gap',
      lines.toSpliced(17, 1).join('\n'),
      /line 18, field minuteAt: is 1692230700 where 1692230640 must/,
    ],
    ['liquidity below 0', change(15, '780', '-780'), /line 15, field liquidity: is -780/],
    ['a tick out of range', change(15, '201800', '999999'), /line 15, field closeTick: is 999999/],
    ['lowest above highest', change(15, ',201801', ',201798'), /line 15, field highestTick/],
    ['half a minute', change(14, '1692230400', '1692230430'), /field minuteAt.*multiple of 60/],
    ['a gas price of 0', change(14, ',50000000000', ',0'), /field baseFeePerGas: is 0; allowed/],
    ['a cut off end', text.slice(0, -30), /ends in the middle of a line/],
    ['other columns', change(13, 'minuteAt', 'time'), /line 13: the columns are time,/],
    ['no minute', `${lines.slice(0, 13).join('\n')}\n`, /holds no minute/],
    [
      'no variance',
      change(6, 'startVarianceWad', 'variance'),
      /header startVarianceWad is missing/,
    ],
    ['an offset of a segment', change(5, ': 11', ': 120'), /header segmentOffsetSec is 120; write/],
    ['no number', change(7, ': 12', ': -12'), /header startDepthRefUsd6 is -12; write/],
    ['no source', change(3, 'synthetic, MIT licence', ''), /header source is missing/],
  ]
  test.each(cases)('error: %s', (_name, broken, message) => {
    expect(() => readScenario(write(broken))).toThrow(message)
  })
})
