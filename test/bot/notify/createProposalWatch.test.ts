import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPublicClient, http } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { governorAbi } from '../../../abi/index.ts'
import { createProposalWatch } from '../../../bot/notify/createProposalWatch.ts'
import type { Notice } from '../../../bot/notify/notice.ts'
import { SeenFileError } from '../../../bot/notify/seenFile.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { type ChainClient, createChainClient } from '../../../stack/local/chainClient.ts'
import type { Stack } from '../../../stack/local/stack.ts'
import { startStack } from '../../../stack/local/startStack.ts'

const patience = 120_000
const folder = mkdtempSync(join(tmpdir(), 'gimbal-watch-'))
const file = join(folder, 'told.json')

let stack: Stack
let chain: ChainClient

beforeAll(async () => {
  stack = await startStack({ index: false, folder: join(folder, 'stack') })
  chain = createChainClient(stack.urls.rpc)
}, patience)

afterAll(async () => {
  await stack?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function write(functionName: string, args: readonly unknown[]) {
  const { governor: address } = stack.addresses.governance
  const [account] = localAccounts.voters
  const call = { address, abi: governorAbi, functionName, args, account, chain: null }
  const hash = await chain.writeContract(call as never)
  await chain.waitForTransactionReceipt({ hash })
}

async function pass(seconds: number) {
  await chain.increaseTime({ seconds })
  await chain.mine({ blocks: 1 })
}

/** A watch as a new start of the bot would make one; it knows what the file says. */
function createWatch() {
  const notices: Notice[] = []
  const look = createProposalWatch({
    client: createPublicClient({ transport: http(stack.urls.rpc) }),
    governor: stack.addresses.governance.governor,
    endingWithinSec: 60n,
    file,
    tell: (notice) => void notices.push(notice),
  })
  return {
    async events() {
      await look()
      return notices.splice(0).map(({ event, text }) => `${event}: ${text}`)
    },
  }
}

describe('createProposalWatch', { timeout: patience }, () => {
  test('default: one message each for a proposal, its ending vote and its end, over restarts', async () => {
    const { governor } = stack.addresses.governance
    await write('propose', [[governor], [0n], ['0x'], '# An old one'])
    const watch = createWatch()
    // A proposal that was made before the first look causes no message.
    expect(await watch.events()).toEqual([])
    await write('propose', [[governor], [0n], ['0x'], '# Let the band breathe\n\nMore.'])
    expect(await watch.events()).toEqual([
      expect.stringMatching(/^proposal-made: New proposal: Let the band breathe\. By 0x7099/),
    ])
    expect(await watch.events()).toEqual([])
    await pass(20)
    const id = JSON.parse(readFileSync(file, 'utf8')).open[0].id
    await write('castVote', [BigInt(id), 1])
    expect(await createWatch().events()).toEqual([])
    await pass(70)
    const restarted = createWatch()
    expect(await restarted.events()).toEqual([
      expect.stringMatching(
        /^vote-ending: A vote ends .* UTC: Let the band breathe\. So far 600,000 for/,
      ),
    ])
    expect(await createWatch().events()).toEqual([])
    await pass(120)
    expect(await createWatch().events()).toEqual([
      expect.stringMatching(/^proposal-over: .* It is succeeded with 600,000 for, 0 against/),
    ])
    expect(await createWatch().events()).toEqual([])
  })

  test("error: somebody else's file is left alone", async () => {
    const mine = readFileSync(file, 'utf8')
    writeFileSync(file, '{"other": true}')
    await expect(createWatch().events()).rejects.toThrow(SeenFileError)
    expect(readFileSync(file, 'utf8')).toBe('{"other": true}')
    writeFileSync(file, mine)
  })
})
