import { describe, expect, test } from 'vitest'
import { createMetrics } from '../../../bot/health/metrics.ts'
import {
  findQuantile,
  MetricsFormatError,
  parseMetrics,
  sumSamples,
} from '../../../web/operations/parseMetrics.ts'

describe('parseMetrics', () => {
  test('default: names, labels and values; comments, times and empty lines are left out', () => {
    const text = [
      '# HELP gimbal_alarm 1: the condition has been wrong',
      '# TYPE gimbal_alarm gauge',
      'gimbal_alarm{name="index"} 1',
      '',
      'up 3 1652359928000',
      'x{a="1",b="two, {three}",} -1.5e-7',
    ]
    expect(parseMetrics(text.join('\n'))).toEqual([
      { name: 'gimbal_alarm', labels: { name: 'index' }, value: 1 },
      { name: 'up', labels: {}, value: 3 },
      { name: 'x', labels: { a: '1', b: 'two, {three}' }, value: -1.5e-7 },
    ])
  })

  test('behavior: escapes in labels, and numbers that are none', () => {
    const [sample] = parseMetrics('x{a="a\\"b\\\\c\\nd"} +Inf')
    expect(sample).toEqual({ name: 'x', labels: { a: 'a"b\\c\nd' }, value: Infinity })
    expect(parseMetrics('x NaN\ny -Inf').map(({ value }) => value)).toEqual([Number.NaN, -Infinity])
  })

  test("behavior: what a replica's registry writes is read, all of it", async () => {
    const metrics = createMetrics({
      markets: ['weth-usd'],
      peers: ['https://peer.example/v1/sign'],
    })
    metrics.pushes.inc({ outcome: 'taken' }, 3)
    metrics.balanceWei.set(10 ** 22)
    for (const seconds of [0.02, 0.02, 0.02, 4]) metrics.stepSec.observe(seconds)
    const text = await metrics.registry.metrics()
    const samples = parseMetrics(text)
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
    expect(samples).toHaveLength(lines.length)
    expect(sumSamples(samples, 'gimbal_pushes_total', { outcome: 'taken' })).toBe(3)
    expect(sumSamples(samples, 'gimbal_pushes_total')).toBe(3)
    expect(sumSamples(samples, 'gimbal_balance_wei')).toBe(1e22)
    expect(sumSamples(samples, 'gimbal_nothing')).toBeUndefined()
    expect(findQuantile(samples, 'gimbal_step_seconds', 0.75)).toBe(0.05)
    expect(findQuantile(samples, 'gimbal_step_seconds', 0.95)).toBe(5)
    expect(findQuantile(samples, 'gimbal_nothing', 0.95)).toBeUndefined()
  })

  test('error: a line that is no sample, with its number', () => {
    for (const line of [
      '<html>',
      'x',
      'x{a=1} 2',
      'x{a="1"',
      'x 0x10',
      'x{a="1" b="2"} 1',
      'x y',
    ]) {
      expect(() => parseMetrics(`up 1\n${line}`), line).toThrow(MetricsFormatError)
      expect(() => parseMetrics(`up 1\n${line}`)).toThrow(/^line 2 of the metrics is no sample/)
    }
  })
})
