import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Hex } from 'viem'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { countTrials, TrialsError } from '../../../backtest/node/trials.ts'

const trial = (digit: number): Hex => `0x${`${digit}`.repeat(64)}`
const record = (...digits: number[]) => ({
  subject: 'weth-usd 0x12',
  documentHash: trial(9),
  trials: digits.map(trial),
})

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-trials-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('default', async () => {
  expect(await countTrials(folder, record(1, 2))).toBe(2)
  expect(await countTrials(folder, record(2, 3))).toBe(3)
})

test('behavior: the same run again is no further trial', async () => {
  await countTrials(folder, record(1, 2))
  expect(await countTrials(folder, record(1, 2))).toBe(2)
})

test('behavior: drafts count together, other settings in force count anew', async () => {
  await countTrials(folder, record(1, 2))
  expect(await countTrials(folder, { ...record(3), documentHash: undefined })).toBe(3)
  expect(await countTrials(folder, { ...record(4), subject: 'weth-usd 0x13' })).toBe(1)
})

test('P-126 none of many runs at a time is lost', async () => {
  const runs = [1, 2, 3, 4, 5, 6, 7, 8].map((digit) => countTrials(folder, record(digit)))
  await Promise.all(runs)
  expect(await countTrials(folder, record(1))).toBe(8)
})

test('behavior: what a broken-off run left half-written does not count', async () => {
  await countTrials(folder, record(1))
  const [subject = ''] = await readdir(folder)
  await writeFile(join(folder, subject, '.part-of-something'), '{"tri')
  expect(await countTrials(folder, record(2))).toBe(2)
})

test('error: a damaged record is named, and nothing is counted as if it were not there', async () => {
  await countTrials(folder, record(1))
  const [subject = ''] = await readdir(folder)
  const [file = ''] = await readdir(join(folder, subject))
  await writeFile(join(folder, subject, file), '{')
  const count = countTrials(folder, record(2))
  await expect(count).rejects.toThrow(TrialsError)
  await expect(count).rejects.toThrow(file)
})
