import type { PublicClient } from 'viem'
import { describe, expect, test } from 'vitest'
import {
  createWholeKeeper,
  type ServedChain,
} from '../../../../bot/keeper/whole/createWholeKeeper.ts'
import { createWholeMonitor } from '../../../../bot/keeper/whole/createWholeMonitor.ts'
import { createWholeConditions } from '../../../../bot/keeper/whole/wholeConditions.ts'
import type { WholeDraft } from '../../../../bot/keeper/whole/wholeErrand.ts'
import { createWholeMetrics } from '../../../../bot/keeper/whole/wholeMetrics.ts'
import { createLog } from '../../../../bot/log.ts'
import { AWAY, HOME, makeKnown, makeState, makeWhole, portfolio, settings } from './wholeStates.ts'

const block = {
  number: 9n,
  hash: '0x09',
  timestamp: 1_800_000_000n,
  baseFeePerGas: 10n ** 9n,
} as const

/** A node whose contracts answer like those of a chain at rest, with drift to trade. */
function makeClient(): PublicClient {
  const { plan, chains } = makeWhole([makeKnown(HOME), makeKnown(AWAY)])
  const { riskyBalance, quoteBalance } = makeKnown(AWAY)
  const answers: Record<string, unknown> = {
    plan,
    chains,
    most: 50_000_000_000n,
    settings: {
      riskParameters: portfolio,
      marketId: '0x01',
      quoteToken: '0x0000000000000000000000000000000000000001',
      riskyToken: '0x0000000000000000000000000000000000000002',
      poolFeePips: 500,
    },
    pool: portfolio,
    figures: { quoteBalance, riskyBalance, quoteDecimals: 6, orderNumber: 0n, filledAmount: 0n },
    previewFill: { reason: 1 },
    parameters: [{}, 1, 0],
    slot0: [2n ** 96n],
    liquidity: 10n ** 13n,
    route: { bridge: '0x0000000000000000000000000000000000000000' },
    quoteFee: 11n,
  }
  return {
    getBlock: async () => block,
    readContract: async ({ functionName }: { functionName: string }) => answers[functionName],
  } as unknown as PublicClient
}

function open(isDown: boolean) {
  const sent: { chainId: number; draft: WholeDraft | undefined }[] = []
  const lines: string[] = []
  const serve = (chainId: number, client: PublicClient | undefined): ServedChain => ({
    ...makeState(chainId).chain,
    gasPriceOracle: undefined,
    endpoints: {
      readHead: async () => {
        if (client === undefined) throw new Error('nobody answers')
        return { block, inUse: [0], problems: [] }
      },
      askEach: async (ask) => ({
        answers: [{ endpoint: undefined as never, answer: await ask(client as PublicClient) }],
        problems: [],
      }),
    },
    submitter: {
      advance: async (draft) => {
        sent.push({ chainId, draft })
        return draft === undefined ? { type: 'idle' } : { type: 'sent', way: 'first', hash: '0x01' }
      },
      checkBalance: async () => ({ balanceWei: 1n }),
    },
    onHead: () => {},
  })
  const metrics = createWholeMetrics(['home', 'away'])
  const keeper = createWholeKeeper({
    chains: [serve(HOME, makeClient()), serve(AWAY, isDown ? undefined : makeClient())],
    settings,
    repeatSec: 300,
    monitor: createWholeMonitor({
      log: createLog({ level: 'info', destination: { write: (line) => lines.push(line) } }),
      metrics,
      conditions: createWholeConditions({
        alarmAfterMs: 1,
        now: () => 0,
        onAlarm: () => {},
      }),
    }),
    clock: () => 1_800_000_000,
  })
  return { keeper, sent, metrics, lines }
}

describe('createWholeKeeper', () => {
  test('default: orders the drift once, and not again while the order is on its way', async () => {
    const { keeper, sent, metrics } = open(false)
    expect(await keeper.step(false)).toBe('sent')
    expect(sent.map(({ chainId, draft }) => [chainId, draft?.action])).toEqual([
      [HOME, 'order'],
      [AWAY, undefined],
    ])
    expect(await keeper.step(false)).toBe('idle')
    expect(await metrics.registry.getSingleMetricAsString('gimbal_whole_left_out')).toMatch(
      'chain="away"} 0',
    )
  })

  test('P-205 behavior: a chain that is down is left out and said, home goes on', async () => {
    const { keeper, sent, metrics, lines } = open(true)
    expect(await keeper.step(false)).toBe('sent')
    expect(sent.map(({ chainId, draft }) => [chainId, draft?.action])).toEqual([[HOME, 'order']])
    expect(sent[0]?.draft?.detail).toMatch(/^home: \$50000\.00 for/)
    expect(await metrics.registry.getSingleMetricAsString('gimbal_whole_left_out')).toMatch(
      'chain="away"} 1',
    )
    expect(lines.join('')).toMatch('away: no orders: nobody answers')
  })

  test('behavior: at the end it only finishes what is under way', async () => {
    const { keeper, sent } = open(false)
    expect(await keeper.step(true)).toBe('idle')
    expect(sent.every(({ draft }) => draft === undefined)).toBe(true)
  })
})
