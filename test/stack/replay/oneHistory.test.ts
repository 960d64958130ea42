import { zeroAddress } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMarketPolicy } from '../../../backtest/createMarketPolicy.ts'
import { defaultNavUsd6 } from '../../../backtest/defaultPolicy.ts'
import { evaluateRecording } from '../../../backtest/evaluateRecording.ts'
import { loadCore, type Observation } from '../../../core/index.ts'
import { diskReader } from '../../../market/files/diskReader.ts'
import { openMarket } from '../../../market/files/openMarket.ts'
import type { TimedMarketObservation } from '../../../market/steps.ts'
import {
  computeObservations,
  computeSegmentsBySource,
  decodePoolLogs,
  type MarketHistory,
  type MarketObservation,
  planReadings,
} from '../../../observation/index.ts'
import { passUntil } from '../../../stack/demo/passUntil.ts'
import { createLocalMarket } from '../../../stack/local/localMarket.ts'
import { openPool, POSITION_ID } from '../../../stack/local/openPool.ts'
import { replayRecording } from '../../../stack/replay/replayRecording.ts'
import { findPoolStart } from '../../../stack/replay/selectBlocks.ts'
import { readHeaders } from '../../../verify/readChain.ts'
import { type PoolChain, startPoolChain } from '../../market/support/startPoolChain.ts'
import { shippedRecording } from '../support/shippedRecording.ts'

const patience = 600_000
const core = await loadCore()
const policy = createMarketPolicy(shippedRecording)
// 02:23:28 to 05:02: gas from 86 to 565 gwei, a fall of 10 %, two whole hours.
const from = shippedRecording.blocks[0]?.at ?? 0n
const to = 1_652_331_720n

let chain: PoolChain
let observed: readonly MarketObservation[]

beforeAll(async () => {
  chain = await startPoolChain(from - 600n)
  const start = findPoolStart(shippedRecording, from)
  await openPool(chain.client, chain.venue, { ...start, observationCardinality: 1 })
  await chain.client.removeBlockTimestampInterval()
  // Within the segment in which the replay begins: the market's averages start there and at no other place.
  await passUntil(chain.client, from - 30n)
  const { number: addedAt } = await chain.client.getBlock()
  await replayRecording({
    url: chain.url,
    pool: { ...chain.venue, positionId: POSITION_ID },
    recording: shippedRecording,
    from,
    // A minute more closes the last segment.
    to: to + 60n,
    speed: Number.POSITIVE_INFINITY,
  })
  observed = await observe(addedAt)
}, patience)

afterAll(() => chain?.stop())

/** What the chain says of a market that was added in a block, whose portfolio tells what `gimbal replay` assumes. */
async function observe(addedAt: bigint): Promise<MarketObservation[]> {
  const { client, venue } = chain
  const { number: last } = await client.getBlock()
  const headers = await readHeaders(client as never, 1n, last)
  const logs = await client.getLogs({ fromBlock: 1n, toBlock: last })
  const events = decodePoolLogs(logs, headers, venue.pool)
  const { source } = createLocalMarket(venue, zeroAddress, shippedRecording.start)
  // An address that is set, so that it is asked.
  const value = { ...source, portfolio: venue.pool }
  const history: MarketHistory = {
    sources: [{ blockNumber: addedAt, value }],
    policies: [{ blockNumber: addedAt, value: policy }],
  }
  const input = { headers, history, getPoolEvents: () => events }
  const told = { navUsd6: defaultNavUsd6, curvaturePips: 0n, horizonSec: 0n, dataFeeWei: 0n }
  const requests = planReadings(computeSegmentsBySource(input), history)
  const readings = new Map(requests.map(({ blockNumber }) => [blockNumber, told]))
  return computeObservations({ ...input, core, readings })
}

/** Without what a chain meets only about: the gas of trades is estimated before they are made. */
function withoutGasUsed({ gasUsedRatioPips: _, ...rest }: Observation) {
  return rest
}

describe('one history', () => {
  test('P-91 for the same blocks the chain and `gimbal replay` show the same, to the last unit', () => {
    const rows = evaluateRecording(core, shippedRecording, policy, defaultNavUsd6)
    const same = rows.filter(({ at }) => at <= to)
    expect(same.length).toBeGreaterThan(60)
    expect(observed.map(({ segment }) => segment.endAt)).toEqual(same.map(({ at }) => at))
    expect(observed.map(({ observation }) => withoutGasUsed(observation))).toEqual(
      same.map(({ observation }) => withoutGasUsed(observation)),
    )
    // Dear gas, two whole hours of variance, and a depth reference that moves.
    expect(same.some(({ observation }) => observation.baseFeePerGas > 4n * 10n ** 11n)).toBe(true)
    expect(new Set(same.map(({ observation }) => observation.varianceWad)).size).toBe(3)
    expect(new Set(same.map(({ observation }) => observation.depthRefUsd6)).size).toBe(same.length)
  })

  test('P-91 what the backtester observes of the same hours is the same, and known at the same block', async () => {
    const steps: TimedMarketObservation[] = []
    for await (const { observations } of diskReader.readSteps(
      await openMarket(shippedRecording.name),
    )) {
      steps.push(...observations)
    }
    const rows = evaluateRecording(core, shippedRecording, policy, defaultNavUsd6)
    // What the very last block closes is known after the last step.
    expect(steps.length).toBe(rows.length - 1)
    expect(steps.map(({ observation }) => observation)).toEqual(
      rows
        .slice(0, -1)
        .map(({ observation: { navUsd6: _, curvaturePips, horizonSec, ...market } }) => market),
    )
    expect(steps.slice(0, observed.length).map(({ at }) => at)).toEqual(
      observed.map(({ segment }) => Number(segment.closingHeader.timestamp)),
    )
  })

  test('behavior: how full blocks were differs by what trades used, and the answer by little', () => {
    const rows = evaluateRecording(core, shippedRecording, policy, defaultNavUsd6)
    for (const { segment, observation, target } of observed) {
      const row = rows.find(({ at }) => at === segment.endAt) ?? expect.fail('it is not there')
      const [own, recorded] = [observation, row.observation].map(({ gasUsedRatioPips }) =>
        Number(gasUsedRatioPips),
      ) as [number, number]
      // A trade is estimated at 260,000 gas of a block's 30 million; a segment has three blocks or more.
      expect(Math.abs(own - recorded)).toBeLessThan(3_000)
      const band = Number(target?.bandPips) / Number(row.target.bandPips)
      expect(Math.abs(band - 1)).toBeLessThan(0.002)
    }
  })
})
