import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createPublicClient,
  custom,
  type Hex,
  http,
  keccak256,
  type PublicClient,
  toHex,
} from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { governorAbi } from '../../../abi/index.ts'
import { createVoteCall } from '../../../client/createVoteCall.ts'
import { followProposals } from '../../../client/proposals/listProposals.ts'
import { readStates } from '../../../client/proposals/readStates.ts'
import { readSteps } from '../../../client/proposals/readSteps.ts'
import { planProposal } from '../../../client/proposing/planProposal.ts'
import type { Reader } from '../../../client/reader.ts'
import { readProposals } from '../../../client/readProposals.ts'
import { readCastVotes } from '../../../client/readVotes.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { createChainClient, send } from '../../../stack/local/chainClient.ts'
import type { Stack } from '../../../stack/local/stack.ts'
import { startStack } from '../../../stack/local/startStack.ts'

const folder = mkdtempSync(join(tmpdir(), 'gimbal-follow-'))
const [first, second] = localAccounts.voters

let stack: Stack
let chain: ReturnType<typeof createChainClient>
let client: PublicClient
let reader: Reader
/** What the node was asked since it was emptied. */
let asked: { method: string; params?: unknown }[] = []

beforeAll(async () => {
  stack = await startStack({ index: false, folder })
  chain = createChainClient(stack.urls.rpc)
  const node = createPublicClient({ transport: http(stack.urls.rpc), cacheTime: 0 })
  const transport = custom({
    request: (request) => {
      asked.push(request)
      return node.request(request)
    },
  })
  client = createPublicClient({ transport, cacheTime: 0 })
  const { governance } = stack.addresses
  reader = { client, network: { addresses: governance as never, startBlock: 0n } }
}, 90_000)

afterAll(async () => {
  await stack?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function propose(title: string): Promise<bigint> {
  const { governor, token } = stack.addresses.governance
  const proposal = {
    targets: [token],
    values: [0n],
    calldatas: ['0x'] as Hex[],
    description: title,
  }
  await send(chain, first, planProposal(governor, first.address, proposal) as never)
  const made = await readProposals(client, governor, 0n)
  return made.at(-1)?.id as bigint
}

async function pass(seconds: number): Promise<void> {
  await chain.increaseTime({ seconds })
  await chain.mine({ blocks: 1 })
}

describe('followProposals', () => {
  test('default: new blocks are read beside what is known; after a reorg everything is', async () => {
    await propose('one')
    const known = await followProposals(reader, undefined)
    expect(await followProposals(reader, known)).toBe(known)
    const snapshot = await chain.snapshot()
    const two = await propose('two')
    asked = []
    const next = await followProposals(reader, known)
    expect(next.proposals.map(({ description }) => description.split('\n')[0])).toEqual([
      'one',
      'two',
    ])
    const ranges = asked.filter(({ method }) => method === 'eth_getLogs')
    const [range] = ranges.map(({ params }) => (params as [{ fromBlock: Hex }])[0])
    expect(BigInt(range?.fromBlock ?? '0x0')).toBe(known.blockNumber + 1n)
    // The chain takes another way, on which the second one was never made.
    await chain.revert({ id: snapshot })
    await propose('three')
    await pass(1)
    const anew = await followProposals(reader, next)
    expect(anew.proposals.map(({ id }) => id)).not.toContain(two)
    expect(anew.proposals).toHaveLength(known.proposals.length + 1)
  })
})

describe('readStates', () => {
  test('default: what is final is not asked for again', async () => {
    const { governor } = stack.addresses.governance
    const id = await propose('to be canceled')
    const [made] = (await readProposals(client, governor, 0n)).filter((one) => one.id === id)
    if (made === undefined) throw new Error('the proposal is not there')
    const { targets, values, calldatas, description } = made
    const args = [targets, values, calldatas, keccak256(toHex(description))]
    const call = { address: governor, abi: governorAbi, functionName: 'cancel', args }
    await send(chain, first, call as never)
    const read = await readStates(reader, [id], undefined)
    expect(read.states.get(id)).toBe('canceled')
    await pass(1)
    asked = []
    const again = await readStates(reader, [id], read)
    expect(again.states.get(id)).toBe('canceled')
    expect(asked.filter(({ method }) => method === 'eth_call')).toEqual([])
  })
})

describe('readSteps and readCastVotes', () => {
  test('default: a late turn extends the vote, and is told with its new deadline', async () => {
    const { governor } = stack.addresses.governance
    const id = await propose('to be extended')
    const [made] = (await readProposals(client, governor, 0n)).filter((one) => one.id === id)
    if (made === undefined) throw new Error('the proposal is not there')
    const { extensionSec, steps } = await readSteps(reader, made)
    expect(steps).toEqual([])
    const { timestamp } = await client.getBlock()
    // Within the last seconds before the deadline.
    await pass(Number(made.firstEndAt - timestamp) - 10)
    await send(chain, second, createVoteCall(governor, id, 'for', 'Late.') as never)
    const after = await readSteps(reader, made)
    expect(after.steps).toHaveLength(1)
    const [step] = after.steps
    expect(step).toMatchObject({ step: 'extended' })
    expect(step?.until).toBe((step?.at ?? 0n) + extensionSec)
    const votes = await readCastVotes(client, governor, made.blockNumber, id)
    expect(votes).toMatchObject([
      { address: second.address, choice: 'for', reason: 'Late.', isCounted: true },
    ])
  })
})
