import { describe, expect, test } from 'vitest'
import { compare, createStep, differ, type Step } from '../../../verify/compare.ts'
import type { Update } from '../../../verify/readUpdates.ts'
import { formatPair } from '../../../web/verify/formatPair.ts'
import type { Outcome } from '../../../web/verify/job.ts'
import {
  describeProgress,
  describeStep,
  describeVerdict,
  formatCommand,
  formatOutcomes,
  summarize,
  worstOf,
} from '../../../web/verify/words.ts'

const update = {
  blockNumber: 2_467n,
  logIndex: 1,
  marketId: `0x${'77'.repeat(32)}`,
  transactionHash: `0x${'12'.repeat(32)}`,
} as Update
const outcome = (steps: Step[], refusal?: string): Outcome => ({ update, steps, refusal })
const good = createStep('target (Wasm)', '', compare('bandPips', 27_965n, 27_965n))
const bad = createStep('headers', '', differ('block 17: its fields do not give its hash 0x12'))
const told = Object.assign(createStep('state', ''), { caveats: ['no proof of block 2467'] })

describe('verdicts in words', () => {
  test('default: equal, equal as told, different, refused', () => {
    expect(describeVerdict(outcome([good]))).toMatch(
      /^Update 2467-1 of 0x77.* is what the chain's own data give: all 1 figures are equal/,
    )
    expect(describeVerdict(outcome([good, told]))).toMatch(/is what this node's data give/)
    expect(describeVerdict(outcome([bad, good]))).toMatch(/differs \(headers\): the node tells/)
    expect(describeVerdict(outcome([], 'the node has no block 3'))).toMatch(
      /is not verified: the node has no block 3\.$/,
    )
    expect(summarize([outcome([good]), outcome([bad]), outcome([good])])).toBe(
      '3 updates: 2 equal, 1 DIFFERS.',
    )
  })

  test('behavior: a step of what was measured on chain has a title, and its figures have units', () => {
    expect(['pools', 'measured', 'kept'].map((name) => describeStep({ name }).title)).toEqual([
      'Pools',
      'Measured again',
      'Kept state',
    ])
    const kept = { field: 'kept depthRefUsd6', stored: 1_500_000n, computed: 1_500_000n }
    expect(formatPair(kept)).toMatchObject({
      name: 'kept usual depth',
      contract: { text: '$1.5', raw: '1500000' },
    })
  })

  test('behavior: what is different is worse than what was refused, and nothing is not equal', () => {
    expect(worstOf([outcome([good]), outcome([], 'x'), outcome([bad])])).toBe('differs')
    expect(worstOf([outcome([good]), outcome([good, told])])).toBe('equal-as-told')
    expect(worstOf([])).toBe('refused')
    // What a check had found before it was refused counts.
    expect(worstOf([outcome([bad], 'the node fails')])).toBe('differs')
    expect(worstOf([outcome([good], 'the node fails')])).toBe('refused')
  })

  test('behavior: the JSON never calls verified what is not', () => {
    const read = (one: Outcome) => JSON.parse(formatOutcomes([one]))
    expect(read(outcome([good]))).toMatchObject({
      isVerified: true,
      updates: [{ id: '0x00000000000009a300000001', verdict: 'equal', refusal: null }],
    })
    expect(read(outcome([], 'the node fails'))).toMatchObject({
      isVerified: false,
      updates: [{ isVerified: false, verdict: 'refused', refusal: 'the node fails' }],
    })
    expect(read(outcome([good, told])).updates[0].caveats).toEqual(['no proof of block 2467'])
    expect(JSON.parse(formatOutcomes([])).isVerified).toBe(false)
  })

  test('behavior: the command, the steps and the progress', () => {
    expect(formatCommand('2467-1', undefined, 'local')).toBe(
      'npm run -s gimbal -- verify 2467-1 --network local',
    )
    expect(formatCommand('all', 'weth-usd', 'mainnet')).toBe(
      'npm run -s gimbal -- verify --all --market weth-usd --network mainnet',
    )
    expect(describeStep({ name: 'bounds (Wasm)' }).title).toBe('Bounds and limits')
    expect(describeProgress({ stage: 'headers', done: 1_250, total: 2_467 })).toEqual({
      what: 'Reading headers and computing their hashes',
      share: '1,250 of 2,467',
    })
  })
})

describe('formatPair', () => {
  const format = (field: string, stored: bigint | string | boolean, computed = stored) =>
    formatPair({ field, stored, computed })

  test('default: in human units, with the number of the contract below', () => {
    expect(format('bandPips', 27_965n)).toEqual({
      name: 'band',
      contract: { text: '2.7965 %', raw: '27965' },
      here: { text: '2.7965 %', raw: '27965' },
      isEqual: true,
    })
    expect(format('baseFeePerGas', 199_162_330_946n).contract.text).toBe('199.162330946 gwei')
    expect(format('used budget of maxTradeUsd at block 5', 10_000n)).toMatchObject({
      name: 'used budget of max trade at block 5',
      contract: { text: '$10,000', raw: '10000' },
    })
    expect(format('limit of lotPips', 'budget').contract).toEqual({
      text: 'budget',
      raw: undefined,
    })
    expect(format('last loosening', 0n).contract.text).toBe('never')
    expect(format('isHalted at block 5', true).contract.text).toBe('yes')
    expect(format('input', `0x${'ab'.repeat(300)}`).contract.text).toMatch(
      /^0xabab.* … \(300 bytes\)$/,
    )
  })

  test('behavior: what differs in the last bit is not equal', () => {
    const { isEqual, contract, here } = format('bandPips', 27_965n, 27_966n)
    expect([isEqual, contract.text, here.text]).toEqual([false, '2.7965 %', '2.7966 %'])
    expect(formatPair({ field: 'bandPips', stored: 1n, computed: undefined })).toMatchObject({
      here: { text: 'nothing' },
      isEqual: false,
    })
  })
})
