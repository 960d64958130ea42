import { fileURLToPath } from 'node:url'
import { zeroAddress } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultNavUsd6, defaultPolicy } from '../../../backtest/defaultPolicy.ts'
import { evaluateScenario } from '../../../backtest/evaluateScenario.ts'
import { findStart } from '../../../backtest/findStart.ts'
import { loadCore, type Observation } from '../../../core/index.ts'
import { readScenario } from '../../../market/scenarioTable.ts'
import {
  computeObservations,
  computeSegmentsBySource,
  decodePoolLogs,
  type MarketHistory,
  type MarketObservation,
  planReadings,
} from '../../../observation/index.ts'
import { POOL_FEE_PIPS } from '../../../stack/local/deployVenue.ts'
import { createLocalMarket } from '../../../stack/local/localMarket.ts'
import { openPool, POSITION_ID } from '../../../stack/local/openPool.ts'
import { replayScenario } from '../../../stack/replay/replayScenario.ts'
import { readHeaders } from '../../../verify/readChain.ts'
import { type PoolChain, startPoolChain } from '../../market/support/startPoolChain.ts'

const patience = 600_000
const core = await loadCore()
const scenario = readScenario(
  fileURLToPath(new URL('../../../market/polygon-2023-08-17.csv', import.meta.url)),
)
// 20:58 to 22:10, a segment before the hour: the shock and one whole hour.
const from = 1_692_305_880n
const to = from + 72n * 60n

let chain: PoolChain
let observed: readonly MarketObservation[]

beforeAll(async () => {
  chain = await startPoolChain(from - 60n)
  const first = scenario.minutes.find(({ minuteAt }) => minuteAt === from)
  await openPool(chain.client, chain.venue, {
    tick: first?.openTick ?? 0n,
    liquidity: first?.liquidity ?? 1n,
    observationCardinality: 1,
  })
  await chain.client.removeBlockTimestampInterval()
  const { number: addedAt } = await chain.client.getBlock()
  await replayScenario({
    url: chain.url,
    pool: { ...chain.venue, feePips: BigInt(POOL_FEE_PIPS), positionId: POSITION_ID },
    scenario,
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
  const { source } = createLocalMarket(venue, zeroAddress, findStart(scenario, from))
  // An address that is set, so that it is asked.
  const value = { ...source, portfolio: venue.pool }
  const history: MarketHistory = {
    sources: [{ blockNumber: addedAt, value }],
    policies: [{ blockNumber: addedAt, value: defaultPolicy }],
  }
  const input = { headers, history, getPoolEvents: () => events }
  const told = { navUsd6: defaultNavUsd6, curvaturePips: 0n, horizonSec: 0n, dataFeeWei: 0n }
  const requests = planReadings(computeSegmentsBySource(input), history)
  const readings = new Map(requests.map(({ blockNumber }) => [blockNumber, told]))
  return computeObservations({ ...input, core, readings })
}

/** Without what the record cannot hold. */
function withoutGasUsed({ gasUsedRatioPips: _, ...rest }: Observation) {
  return rest
}

describe('one history', () => {
  test('P-91 for the same minutes the chain and `gimbal replay` show the same, to the last unit', () => {
    const rows = evaluateScenario(core, scenario, defaultPolicy, defaultNavUsd6)
    const same = rows.filter(({ at }) => at >= from + 1_800n && at <= to)
    expect(observed.map(({ segment }) => segment.endAt)).toEqual(same.map(({ at }) => at))
    expect(observed.map(({ observation }) => withoutGasUsed(observation))).toEqual(
      same.map(({ observation }) => withoutGasUsed(observation)),
    )
    // The shock, a whole hour of variance, and a depth reference that moves.
    expect(same.some(({ observation }) => observation.baseFeePerGas > 10n ** 12n)).toBe(true)
    expect(new Set(same.map(({ observation }) => observation.varianceWad)).size).toBe(2)
    expect(new Set(same.map(({ observation }) => observation.depthRefUsd6)).size).toBe(same.length)
  })

  test('behavior: how full blocks were differs by one block of ten, and the answer by little', () => {
    const rows = evaluateScenario(core, scenario, defaultPolicy, defaultNavUsd6)
    for (const { segment, observation, target } of observed) {
      const row = rows.find(({ at }) => at === segment.endAt) ?? expect.fail('it is not there')
      const [own, recorded] = [observation, row.observation].map(({ gasUsedRatioPips }) =>
        Number(gasUsedRatioPips),
      ) as [number, number]
      // The gas of a block's trades is estimated before they are made.
      expect(Math.abs(own - recorded)).toBeLessThan(10_000)
      const band = Number(target?.bandPips) / Number(row.target.bandPips)
      expect(Math.abs(band - 1)).toBeLessThan(0.01)
    }
  })
})
