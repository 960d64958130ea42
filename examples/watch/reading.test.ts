import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeChange, type Reading } from './reading.ts'

const active: Reading = {
  blockNumber: 100n,
  at: 1_652_340_228n,
  status: 'Active',
  values: {
    aggressivenessPips: 12_700n,
    bandPips: 48_300n,
    maxTradeUsd: 443_000n,
    intervalSec: 708_480n,
    cppiMultiplierE3: 10_800n,
    guardPips: 132_600n,
    lotPips: 19_600n,
    returnPips: 26_100n,
  },
  observedAt: 1_652_340_180n,
}

test('the first reading says the status and all eight parameters', () => {
  const [head, ...rows] = describeChange(undefined, active)
  assert.equal(head, '07:23:48  block 100  Active: the value in force')
  assert.equal(rows.length, 8)
  assert.match(rows.join('\n'), /band +4\.83 %/)
})

test('what is as it was is not said again, however old it grows', () => {
  const later: Reading = { ...active, blockNumber: 101n, at: active.at + 12n }
  assert.deepEqual(describeChange(active, later), [])
})

test('a push is told by the parameters that moved', () => {
  const pushed: Reading = { ...active, values: { ...active.values, bandPips: 49_000n } }
  assert.deepEqual(describeChange(active, pushed), [
    '07:23:48  block 100  Active',
    '  band            4.83 % -> 4.9 %',
  ])
})

test('a status that changes is told even if every value stays', () => {
  const halted: Reading = { ...active, status: 'Halted' }
  assert.deepEqual(describeChange(active, halted), [
    '07:23:48  block 100  Active -> Halted: the guardian has stopped the market; the fallback, until voters resume it',
  ])
})
