import {
  type Address,
  encodeAbiParameters,
  encodeErrorResult,
  encodeEventTopics,
  getAbiItem,
  type Hex,
  zeroAddress,
} from 'viem'
import { describe, expect, test } from 'vitest'
import { riskParametersErrors, riskParametersEvents } from '../../../abi/index.ts'
import { describeEvents } from '../../../cli/governance/describeEvents.ts'
import { packEvidence, packVector } from '../../../core/index.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import { localConfig } from '../../governance/support/localMarket.ts'

const riskParameters: Address = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
const marketId = LOCAL_MARKET_ID
const OBSERVED_AT = 1_700_000_000n
const VECTOR_BITS = 190n

/** A log as the node gives it, of an event with these arguments. */
function createLog(eventName: string, args: Record<string, unknown>) {
  const abi = riskParametersEvents
  const event = getAbiItem({ abi, name: eventName } as never) as unknown as {
    inputs: { name: string; indexed?: boolean }[]
  }
  const own = event.inputs.filter(({ indexed }) => indexed !== true)
  return {
    address: riskParameters,
    topics: encodeEventTopics({ abi, eventName, args } as never),
    data: encodeAbiParameters(own as never, own.map(({ name }) => args[name]) as never),
    blockNumber: 7n,
    transactionHash: `0x${'ab'.repeat(32)}`,
    transactionIndex: 0,
    logIndex: 0,
    blockHash: `0x${'cd'.repeat(32)}`,
    removed: false,
  } as never
}

const observation = {
  baseFeePerGas: 30_000_000_000n,
  gasUsedRatioPips: 500_000n,
  nativePriceUsd6: 2_000_000_000n,
  depthUsd6: 50_000_000_000_000n,
  depthRefUsd6: 50_000_000_000_000n,
  varianceWad: 250_000_000_000_000_000n,
  navUsd6: 10_000_000_000_000n,
  dataFeeWei: 0n,
  curvaturePips: 0n,
  horizonSec: 0n,
}

function createUpdate(from: typeof localConfig.fallbackVector, to: typeof from) {
  const [first, second] = packEvidence(observation)
  const words = [
    first,
    second,
    packVector(to),
    packVector(from) | (OBSERVED_AT << VECTOR_BITS),
    packVector(to) | (42n << VECTOR_BITS),
  ]
  return createLog('Updated', { marketId, words })
}

const added = createLog('MarketAdded', { marketId, config: localConfig })
const texts = (logs: readonly unknown[]) =>
  describeEvents(logs as never, marketId).map(({ text }) => text)

describe('describeEvents', () => {
  const { fallbackVector: from } = localConfig
  const evidence = 'evidence of block 42, 2023-11-14 22:13:20 UTC'

  test('default: a report with its evidence, which way the value moved, and from what to what', () => {
    const to = { ...from, bandPips: 150_000n, intervalSec: 4_294_967_295n, lotPips: 2_000n }
    const [update] = describeEvents([createUpdate(from, to)], marketId)
    expect(update).toMatchObject({
      event: 'Updated',
      blockNumber: 7n,
      text: `value updated by ${evidence}, tightening 2, loosening 1 (lot)`,
      changes: [
        { label: 'band', from: '10 %', to: '15 %' },
        { label: 'interval', from: '7 d', to: 'no limit' },
        { label: 'lot', from: '0.1 %', to: '0.2 %' },
      ],
    })
  })

  test('behavior: a report that changes nothing confirms the value', () => {
    expect(texts([createUpdate(from, from)])).toEqual([`value confirmed by ${evidence}`])
  })

  test('behavior: a report that failed in a batch says why, whatever bytes it left', () => {
    const refuse = (refusal: Hex) =>
      createLog('PushFailed', { marketId, observedAt: OBSERVED_AT, refusal })
    const known = encodeErrorResult({
      abi: riskParametersErrors,
      errorName: 'EvidenceTooOld',
      args: [1_201n, 1_200n],
    })
    const before = 'a report on 2023-11-14 22:13:20 UTC was refused: '
    const said = texts([refuse(known), refuse('0x'), refuse('0xdeadbeef00')])
    expect(said[0]).toMatch(new RegExp(`^${before}.*1201 s old`))
    expect(said.slice(1)).toEqual([`${before}no reason was given`, `${before}the error 0xdeadbeef`])
  })

  test('behavior: votes say what they changed, a model of one market too; other markets are left out', () => {
    const policy = { ...localConfig.policy, zJumpE4: 38_000n }
    const model: Address = '0x5555555555555555555555555555555555555555'
    const core = `0x${'66'.repeat(32)}` as const
    const events = describeEvents(
      [
        added,
        createLog('PolicySet', { marketId, oldPolicy: localConfig.policy, newPolicy: policy }),
        createLog('ModelSet', {
          marketId,
          oldModel: zeroAddress,
          oldCoreHash: `0x${'0'.repeat(64)}`,
          newModel: model,
          newCoreHash: core,
        }),
        createLog('MarketHalted', { marketId, account: riskParameters }),
        createLog('MarketHalted', { marketId: `0x${'1'.repeat(64)}`, account: riskParameters }),
      ],
      marketId,
    )
    expect(events.map(({ text, changes }) => [text, changes])).toEqual([
      ['market added', []],
      ['policy set', [{ label: 'z jump', from: '1.6', to: '3.8' }]],
      [
        'model set',
        [{ label: 'model', from: 'standard', to: `${model}, twin of the core ${core}` }],
      ],
      [`market halted by ${riskParameters}`, []],
    ])
  })

  test('behavior: a value that moved with its bounds', () => {
    const to = { ...from, guardPips: 100_000n }
    expect(texts([createLog('ValueMoved', { marketId, oldValues: from, newValues: to })])).toEqual([
      'value moved, loosening',
    ])
  })
})
