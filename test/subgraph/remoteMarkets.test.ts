import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keccak256, toHex } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountOf, at } from './support/fixture.ts'
import { IndexReader } from './support/indexReader.ts'
import { encodeLog, LogChain, type RunningIndex, startIndexWith } from './support/logChain.ts'
import { STORY_AT } from './support/marketStory.ts'
import { createRemoteConfig, packed, packedOther } from './support/remoteConfig.ts'
import { renderSide } from './support/runFixtures.ts'

const patience = 300_000
const marketId = keccak256(toHex('WETH-USDC'))
const config = accountOf(7)
const guardian = accountOf(9)

let dir: string
let chain: LogChain
let index: RunningIndex
let reader: IndexReader

const emitRemote = (name: string, args: Record<string, unknown>) =>
  encodeLog('RemoteParameters', name, Object.assign({ marketId }, args))
const update = (messenger: string, words: readonly bigint[]) =>
  emitRemote('RemoteUpdated', { messenger, homeConfig: config, words })

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gimbal-remote-'))
  // Postgres may run as another user.
  await chmod(dir, 0o755)
  chain = await LogChain.start(dir, STORY_AT - 10n)
  const [old, first, second] = [0, 3_600, 7_200].map(createRemoteConfig)
  await chain.mineAt(STORY_AT, [
    emitRemote('RemoteMarketSet', { oldConfig: old, newConfig: first }),
  ])
  const above = (values: bigint, at: bigint) => ((STORY_AT + at) << 190n) | values
  // The target is held back by the step in its first field.
  const moved = [(1n << 190n) | packedOther, above(packed, 90n), above(packedOther, 100n)]
  await chain.mineAt(STORY_AT + 100n, [update(at.Messenger, moved)])
  const confirmed = [packedOther, above(packedOther, 190n), above(packedOther, 100n)]
  await chain.mineAt(STORY_AT + 200n, [update(at.OtherMessenger, confirmed)])
  await chain.mineAt(STORY_AT + 300n, [
    emitRemote('RemoteHeld', {
      messenger: at.Messenger,
      homeStatus: 3,
      madeAt: Number(STORY_AT + 290n),
    }),
    emitRemote('RemoteMarketSet', { oldConfig: first, newConfig: second }),
    emitRemote('MarketHalted', { account: guardian }),
    emitRemote('MarketOnFallback', { account: guardian }),
  ])
  await chain.mineAt(STORY_AT + 400n, [emitRemote('MarketResumed', { account: guardian })])
  index = await startIndexWith(chain, dir, renderSide.away)
  reader = new IndexReader(index.url)
  await reader.waitFor(await chain.client.getBlock())
}, patience)

afterAll(async () => {
  await index?.stop()
  await chain?.stop()
  if (dir !== undefined) await rm(dir, { recursive: true, force: true })
})

const text = (seconds: bigint) => String(STORY_AT + seconds)

describe('a market of a chain away in graph-node', { timeout: patience }, () => {
  test('default: values, times and flags are those after the latest event', async () => {
    const { remoteMarkets } = await reader.query<Record<string, unknown>>(
      `{ remoteMarkets { id madeAt movedAt expiresAt homeStatus homeConfig isHalted isOnFallback isAwaitingEvidence
         updateCount confirmationCount holdCount values { bandPips }
         config { epochSec maxAgeSec messageAgeSec max { bandPips } fallbackVector { bandPips } } } }`,
    )
    expect(remoteMarkets).toEqual([
      {
        id: marketId,
        madeAt: text(290n),
        movedAt: text(100n),
        expiresAt: text(290n + 7_200n),
        homeStatus: 'HALTED',
        homeConfig: config,
        isHalted: false,
        isOnFallback: false,
        isAwaitingEvidence: true,
        updateCount: 1,
        confirmationCount: 1,
        holdCount: 1,
        values: { bandPips: '31000' },
        config: {
          epochSec: '600',
          maxAgeSec: '7200',
          messageAgeSec: '900',
          max: { bandPips: '60000' },
          fallbackVector: { bandPips: '30000' },
        },
      },
    ])
    expect(await reader.readAll('remoteConfigVersions')).toHaveLength(2)
    expect(await reader.readAll('skippedFacts')).toEqual([])
  })

  test('default: each message that was taken has its vectors, its limits and its times', async () => {
    const { remoteUpdates } = await reader.query<Record<string, unknown>>(
      `{ remoteUpdates(orderBy: id) { kind messenger madeAt movedAt limits target { bandPips }
         oldValues { bandPips } newValues { bandPips } config { maxAgeSec } } }`,
    )
    const [old, taken] = [{ bandPips: '30000' }, { bandPips: '31000' }]
    const common = { movedAt: text(100n), target: taken, newValues: taken }
    expect(remoteUpdates).toMatchObject([
      {
        kind: 'UPDATED',
        messenger: at.Messenger,
        madeAt: text(90n),
        oldValues: old,
        limits: ['STEP', ...Array(7).fill('NONE')],
      },
      {
        kind: 'CONFIRMED',
        messenger: at.OtherMessenger,
        madeAt: text(190n),
        oldValues: taken,
        limits: Array(8).fill('NONE'),
      },
    ])
    expect(remoteUpdates).toMatchObject([common, common])
  })

  test('default: a hold, and what the guardian did', async () => {
    const holds = await reader.readAll('remoteHolds')
    expect(holds).toMatchObject([{ homeStatus: 'HALTED', madeAt: text(290n) }])
    const switches = await reader.readAll('remoteSwitches')
    expect(switches.map(({ kind, account }) => [kind, account])).toEqual([
      ['HALTED', guardian],
      ['ON_FALLBACK', guardian],
      ['RESUMED', guardian],
    ])
  })
})
