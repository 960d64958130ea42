import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readInForce } from '../../../client/readInForce.ts'
import { LIVE_PAST_SEC, startLiveMarket } from '../../../stack/demo/startLiveMarket.ts'
import { type ChainClient, createChainClient } from '../../../stack/local/chainClient.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import type { Stack } from '../../../stack/local/stack.ts'
import { startStack } from '../../../stack/local/startStack.ts'
import { runGimbal } from '../../cli/support/runGimbal.ts'

const patience = 600_000
const ending = new AbortController()

let folder: string
let stack: Stack
let client: ChainClient

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-live-'))
  // Postgres may run as another user.
  await chmod(folder, 0o755)
  const genesisAt = BigInt(Math.floor(Date.now() / 1_000)) - LIVE_PAST_SEC
  stack = await startStack({ folder, genesisAt })
  client = createChainClient(stack.urls.rpc)
  await startLiveMarket(stack, { signal: ending.signal, onStep: () => {} })
}, patience)

afterAll(async () => {
  ending.abort()
  await stack?.stop()
  await rm(folder, { recursive: true, force: true })
})

describe('startLiveMarket', { timeout: patience }, () => {
  test('default: the market has a value in force, which is rebuilt from the chain alone', async () => {
    const { riskParameters } = stack.addresses.governance
    const { status, ageSec } = await readInForce(client, riskParameters, LOCAL_MARKET_ID)
    expect(status).toBe('active')
    expect(ageSec).toBeLessThan(1_800n)
    const verified = await runGimbal(['verify', 'latest', '--dir', folder])
    expect(verified.status, verified.stderr).toBe(0)
    expect(verified.stdout).toMatch(/1 update rebuilt .* all bits agree/)
  })

  test('behavior: blocks come though nobody sends a transaction, at about the time of the clock', async () => {
    const before = await client.getBlock()
    let block = before
    while (block.number === before.number || block.transactions.length > 0) {
      await sleep(200)
      block = await client.getBlock()
    }
    expect(Math.abs(Number(block.timestamp) - Date.now() / 1_000)).toBeLessThan(600)
  })
})
