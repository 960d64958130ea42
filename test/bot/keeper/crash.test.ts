import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSqliteJournal } from '../../../bot/journal/openSqliteJournal.ts'
import type { KeptVault } from '../../../bot/keeper/actionErrand.ts'
import { type FaultyNode, startFaultyNode } from '../support/startFaultyNode.ts'
import { type KeeperWorld, startKeeperWorld } from './support/keeperWorld.ts'
import { openKeeper } from './support/openKeeper.ts'

const patience = 600_000
const program = fileURLToPath(new URL('support/runKeeper.ts', import.meta.url))

let chain: KeeperWorld
let node: FaultyNode
let kept: KeptVault
let folder: string

beforeAll(async () => {
  chain = await startKeeperWorld()
  node = await startFaultyNode(chain.world.url)
  kept = await chain.createKept('kept')
  // After each action the same is due again: a second one would be taken as well.
  await chain.say(kept, { action: 'trade', driftPips: 20_000, nature: 'endless' })
  await chain.world.client.setAutomine(false)
  folder = await mkdtemp(join(tmpdir(), 'gimbal-keeper-crash-'))
}, patience)

afterAll(async () => {
  await node?.close()
  await chain?.world.stop()
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
})

// A block comes with each look at a receipt: an action is sent, mined and settled in turn.
async function withBlocks<Answer>(method: string, forward: () => Promise<Answer>): Promise<Answer> {
  if (method === 'eth_getTransactionReceipt') await chain.world.client.mine({ blocks: 1 })
  return forward()
}

interface Crash {
  /** The request at which it happens, from 1. */
  at: number
  /** Whether the request still reaches the node. */
  isForwarded: boolean
}

/** Runs the keeper's process, and kills it at a request. Returns what it had printed. */
async function runUntil(crash: Crash | undefined, file: string): Promise<string[]> {
  node.methods = []
  const child = execa(process.execPath, [program, node.url, file, kept.address], { reject: false })
  node.meddle = async ({ method }, forward) => {
    const isCrash = node.methods.length === crash?.at
    const fate = isCrash && !crash?.isForwarded ? 'silence' : await withBlocks(method, forward)
    if (!isCrash) return fate
    child.kill('SIGKILL')
    await child
    return 'silence'
  }
  const { stdout } = await child
  return stdout.split('\n').filter((line) => line !== '')
}

/** Goes on from the journal until an action is settled, as a keeper does that was started again. */
async function finish(file: string): Promise<void> {
  node.meddle = ({ method }, forward) => withBlocks(method, forward)
  const journal = openSqliteJournal(file)
  const [account] = chain.keepers
  const sender = { chainId: 31_337, account: account.address }
  const isOver =
    (await journal.listOpen(sender)).length === 0 && (await journal.sumSpentWei(sender, 0)) > 0n
  const { step } = openKeeper({ url: node.url, account, vaults: [kept], journal })
  // Killed after it was settled, it would rightly begin the next one.
  while (!isOver && (await step()) !== 'settled');
  expect(await journal.listOpen(sender)).toEqual([])
  await journal.close()
}

describe('a keeper that is killed', { timeout: patience }, () => {
  test('P-164 at every request, before and after the node has it, one action gets in, once', async () => {
    const { client } = chain.world
    const [{ address }] = chain.keepers
    const nonceBefore = await client.getTransactionCount({ address })
    const start = await client.snapshot()
    expect(await runUntil(undefined, join(folder, 'whole.sqlite'))).toEqual([
      'sent',
      'shallow',
      'settled',
    ])
    const requests = [...node.methods]
    const sendAt = requests.indexOf('eth_sendRawTransaction') + 1
    expect(sendAt).toBeGreaterThan(5)

    const crashes = requests.flatMap((_, index): Crash[] => {
      const at = index + 1
      const either = [false, true].map((isForwarded) => ({ at, isForwarded }))
      // What reads has one effect either way; what sends has two.
      return at === sendAt ? either : either.filter((crash) => crash.isForwarded === (at % 2 === 0))
    })
    let snapshot = start
    for (const crash of crashes) {
      await client.revert({ id: snapshot })
      await client.request({ method: 'anvil_dropAllTransactions' } as never)
      snapshot = await client.snapshot()
      const file = join(folder, `crash-${crash.at}-${crash.isForwarded}.sqlite`)
      const steps = await runUntil(crash, file)
      const name = `${JSON.stringify(crash)} ${requests[crash.at - 1]} ${steps}`
      // While it is down, what the node has gets into a block: only the journal knows of it then.
      await client.mine({ blocks: 1 })
      await finish(file)
      expect(await chain.countActs(kept), name).toBe(1)
      expect((await client.getTransactionCount({ address })) - nonceBefore, name).toBe(1)
    }
  })
})
