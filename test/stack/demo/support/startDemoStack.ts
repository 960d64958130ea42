import { chmodSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { passUntil } from '../../../../stack/demo/passUntil.ts'
import { type ChainClient, createChainClient } from '../../../../stack/local/chainClient.ts'
import type { Stack, StackOptions } from '../../../../stack/local/stack.ts'
import { startStack } from '../../../../stack/local/startStack.ts'
import { findPoolStart } from '../../../../stack/replay/selectBlocks.ts'
import { shippedRecording } from '../../support/shippedRecording.ts'

/** 2022-05-12 05:00 UTC: a complete hour before the first block, which an observation takes. */
const HOUR_AT = 1_652_331_600n
/** 06:30. */
export const FROM_AT = HOUR_AT + 90n * 60n
/** What the set-up may take of the chain's time. */
export const SET_UP_SEC = 600n
export const GENESIS_AT = HOUR_AT - SET_UP_SEC
/** A funded portfolio: $10,000,000. */
export const NAV_USD6 = 10_000_000_000_000n

export interface DemoStack {
  stack: Stack
  client: ChainClient
  stop(): Promise<void>
}

/** A stack whose chain begins before the hour, with the pool as the first block finds it. */
export async function startDemoStack(options: StackOptions): Promise<DemoStack> {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-demo-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  // Postgres may run as another user.
  chmodSync(folder, 0o755)
  try {
    const pool = findPoolStart(shippedRecording, FROM_AT)
    const stack = await startStack({ folder, genesisAt: GENESIS_AT, pool, ...options })
    const stop = async () => {
      await stack.stop()
      await remove()
    }
    return { stack, client: createChainClient(stack.urls.rpc), stop }
  } catch (error) {
    await remove()
    throw error
  }
}

/** Lets the chain stand still until a minute before the first one, with a block every ten minutes. */
export async function passSilence(client: ChainClient): Promise<void> {
  for (let at = HOUR_AT; at < FROM_AT; at += 600n) await passUntil(client, at)
  await passUntil(client, FROM_AT - 60n)
}
