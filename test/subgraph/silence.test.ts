import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { at } from './support/fixture.ts'
import { IndexReader } from './support/indexReader.ts'
import { encodeLog, LogChain, startIndexOf } from './support/logChain.ts'
import { createConfig, sourceOne } from './support/marketConfig.ts'
import { createPoolEvents, oneId, STORY_AT } from './support/marketStory.ts'

const patience = 300_000
const SILENCE_SEC = 31n * 86_400n

let dir: string
let chain: LogChain
let index: Awaited<ReturnType<typeof startIndexOf>>

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gimbal-silence-'))
  // Postgres may run as another user.
  await chmod(dir, 0o755)
  chain = await LogChain.start(dir, STORY_AT - 10n)
  const added = encodeLog('RiskParameters', 'MarketAdded', {
    marketId: oneId,
    config: createConfig(sourceOne),
  })
  await chain.mineAt(STORY_AT, [...createPoolEvents(at.Pool).begin(), added])
  for (const second of [60n, 130n, 260n]) await chain.mineAt(STORY_AT + second)
  for (const second of [0n, 70n, 250n]) await chain.mineAt(STORY_AT + SILENCE_SEC + second)
  index = await startIndexOf(chain, dir)
}, patience)

afterAll(async () => {
  await index?.stop()
  await chain?.stop()
  if (dir !== undefined) await rm(dir, { recursive: true, force: true })
})

describe('a silence of more than 30 days', { timeout: patience }, () => {
  test('behavior: it is not closed segment by segment; segments, averages and windows begin again', async () => {
    const reader = new IndexReader(index.url)
    await reader.waitFor(await chain.client.getBlock())
    const starts = [0n, 120n].map((second) => STORY_AT + second)
    const later = [0n, 120n].map((second) => STORY_AT + SILENCE_SEC + second)
    for (const name of ['headerSegments', 'poolSegments', 'marketSegments']) {
      const stored = await reader.readAll(name)
      expect(stored.map(({ startAt }) => startAt)).toEqual([...starts, ...later].map(String))
    }
    const segments = await reader.readAll('marketSegments')
    expect(segments.map(({ ordinal }) => ordinal)).toEqual(['1', '2', '1', '2'])
    expect(segments[2]?.depthRefUsd6).toBe(segments[0]?.depthRefUsd6)
    const skipped = await reader.readAll('skippedFacts')
    expect(skipped.map(({ event, subject }) => [event, subject])).toEqual([
      ['block', '0x00'],
      ['block', at.Pool],
    ])
  })
})
