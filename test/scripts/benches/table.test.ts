import { expect, test } from 'vitest'
import type { Figure } from '../../../bench/figure.ts'
import { formatMarkdown, formatTable } from '../../../scripts/benches/table.ts'

const machine = { cpu: 'CPU', cores: 2, memoryGiB: 24, node: 'v24.0.0', platform: 'linux-x64' }
const figures: Figure[] = [
  { name: 'rate', value: 1_234_567.8, unit: 'calls/s', aim: 1e6, better: 'higher' },
  { name: 'size', value: 20_000, unit: 'bytes', aim: 16_000, better: 'lower' },
  { name: 'start', value: 5, unit: 'ms', aim: 5, better: 'lower' },
  { name: 'ratio', value: 19.987, unit: 'times', aim: 20, better: 'higher' },
  { name: 'free', value: 0.012345, unit: 's', better: 'lower' },
]

test('default: a row for each figure, telling whether the aim is met', () => {
  expect(formatMarkdown(figures, machine)).toBe(
    `
CPU, 2 cores, 24 GiB, Node v24.0.0, linux-x64

| figure | value | unit | aim | met |
|:--|--:|:--|--:|:--|
| rate | 1,234,568 | calls/s | ≥ 1,000,000 | yes |
| size | 20,000 | bytes | ≤ 16,000 | no, by 25 % |
| start | 5 | ms | ≤ 5 | yes |
| ratio | 20 | times | ≥ 20 | no, by 0.065 % |
| free | 0.0123 | s |  |  |
`.trim(),
  )
})

test('behavior: figures of others beside ours, where there are any', () => {
  const [rate, size] = figures as [Figure, Figure]
  expect(formatMarkdown([rate, { ...size, beside: 'Theirs: 30,000' }], machine)).toContain(
    `
| figure | value | unit | aim | met | beside it |
|:--|--:|:--|--:|:--|:--|
| rate | 1,234,568 | calls/s | ≥ 1,000,000 | yes |  |
| size | 20,000 | bytes | ≤ 16,000 | no, by 25 % | Theirs: 30,000 |`,
  )
})

test('behavior: the same cells in a terminal', () => {
  expect(formatTable(figures)).toMatch(/│ size +│ +20,000 │ bytes +│ +≤ 16,000 │ no, by 25 % +│/)
})
