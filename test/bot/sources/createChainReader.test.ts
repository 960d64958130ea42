import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { numberToHex } from 'viem'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createChainReader } from '../../../bot/sources/createChainReader.ts'
import { ChainUnavailableError, ContradictionError } from '../../../bot/sources/errors.ts'
import { type ChainClient, createChainClient } from '../../../stack/local/chainClient.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import type { Stack } from '../../../stack/local/stack.ts'
import { startStack } from '../../../stack/local/startStack.ts'
import { core } from '../support/defaultInput.ts'
import { type FaultyNode, startFaultyNode } from '../support/startFaultyNode.ts'

const patience = 600_000

let stack: Stack
let folder: string
let client: ChainClient
let nodes: FaultyNode[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-reader-'))
  stack = await startStack({ index: false, folder })
  client = createChainClient(stack.urls.rpc)
  // The vault needs a price of some age before it returns its value.
  await client.increaseTime({ seconds: 3_600 })
  await client.mine({ blocks: 1 })
  nodes = await Promise.all([startFaultyNode(stack.urls.rpc), startFaultyNode(stack.urls.rpc)])
}, patience)

afterAll(async () => {
  for (const node of nodes ?? []) await node.close()
  await stack?.stop()
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
})

afterEach(() => {
  for (const node of nodes) node.meddle = (_, forward) => forward()
})

const second = () => nodes[1] as FaultyNode

function create() {
  return createChainReader({
    urls: nodes.map(({ url }) => `${url}/secret-key`),
    chainId: stack.chainId,
    riskParameters: stack.addresses.governance.riskParameters,
    timeoutMs: 1_000,
    maxLagBlocks: 2n,
  })
}

type Content = Record<string, unknown>

/** Changes what the second endpoint says to requests of a method. */
function twist(method: string, change: (result: unknown) => unknown): void {
  second().meddle = async (request, forward) => {
    const fate = await forward()
    if (request.method !== method || typeof fate === 'string' || !('result' in fate)) return fate
    return { result: change(fate.result) }
  }
}

describe('createChainReader', { timeout: patience }, () => {
  test('default: head, market and configuration of one block, on which two endpoints agree', async () => {
    const reader = create()
    const { block, inUse, problems } = await reader.readHead()
    const { number, hash, timestamp } = await client.getBlock()
    expect({ block, inUse: inUse.toSorted(), problems }).toEqual({
      block: { number, hash, timestamp },
      inUse: [0, 1],
      problems: [],
    })
    const { config, state, coreHash } = await reader.readMarket(LOCAL_MARKET_ID, block)
    expect(config.threshold).toBe(2n)
    expect(state).toMatchObject({ observedAt: 0n, isAwaitingEvidence: true })
    expect(coreHash).toBe(core.hash)
    expect(await reader.readConfigAddress(LOCAL_MARKET_ID, block)).toBe(state.config)
  })

  test.each([
    ['hangs', async () => 'silence' as const, /does not answer within 1000 ms|timed out/],
    ['asks for patience (429)', async () => ({ status: 429 }), /.+/],
    ['fails', async () => ({ status: 500 }), /.+/],
    ['has no state', async () => ({ error: { code: -32_000, message: 'busy' } }), /busy/],
  ])('behavior: an endpoint that %s is not used in time', async (_, meddle, problem) => {
    second().meddle = meddle
    const reader = create()
    const head = await reader.readHead()
    expect(head.inUse).toEqual([0])
    expect(head.problems).toEqual([expect.stringMatching(problem)])
    expect(head.problems[0]).not.toContain('secret-key')
    const { state } = await reader.readMarket(LOCAL_MARKET_ID, head.block)
    expect(state.isHalted).toBe(false)
  })

  test.each([
    ['hangs', async () => 'silence' as const],
    ['refuses', async () => ({ status: 429 })],
  ])(
    'behavior: an endpoint that %s lets one read wait, and not the next one',
    async (_, meddle) => {
      second().meddle = meddle
      const reader = create()
      await reader.readHead()
      const { inUse, problems } = await reader.readHead()
      expect(inUse).toEqual([0])
      expect(problems).toEqual([expect.stringMatching(/is not asked for 10 s$/)])
    },
  )

  test('behavior: an endpoint that does not have the block is asked for the next one', async () => {
    const reader = create()
    const { block } = await reader.readHead()
    second().meddle = async () => ({ error: { code: -32_000, message: 'header not found' } })
    await reader.readMarket(LOCAL_MARKET_ID, block)
    second().meddle = (_, forward) => forward()
    expect((await reader.readHead()).inUse).toHaveLength(2)
  })

  test('behavior: a request that was refused once with 429 is made again', async () => {
    let refused = 0
    second().meddle = async (_, forward) => (refused++ < 1 ? { status: 429 } : forward())
    expect(await create().readHead()).toMatchObject({ inUse: { length: 2 }, problems: [] })
  })

  test('behavior: an endpoint on another chain is not believed, whatever it says', async () => {
    twist('eth_chainId', () => numberToHex(1))
    const { inUse, problems } = await create().readHead()
    expect(inUse).toEqual([0])
    expect(problems).toEqual([expect.stringMatching(/is on chain 1, wanted is 31337$/)])
  })

  test('behavior: a little behind, the common block counts; too far behind, the endpoint does not', async () => {
    await client.mine({ blocks: 4 })
    const latest = await client.getBlockNumber()
    const lagBy = (blocks: bigint) => {
      second().meddle = async (request, forward) => {
        if (request.method !== 'eth_getBlockByNumber' || request.params[0] !== 'latest') {
          return forward()
        }
        request.params[0] = numberToHex(latest - blocks)
        return forward()
      }
    }
    lagBy(2n)
    const close = await create().readHead()
    expect([close.block.number, close.inUse.length]).toEqual([latest - 2n, 2])
    lagBy(3n)
    const far = await create().readHead()
    expect([far.block.number, far.inUse]).toEqual([latest, [0]])
    expect(far.problems).toEqual([expect.stringMatching(/is 3 blocks behind, allowed are 2$/)])
  })

  test('error: ContradictionError if two endpoints have different blocks at one height', async () => {
    const hash = numberToHex(7, { size: 32 })
    twist('eth_getBlockByNumber', (block) => ({ ...(block as Content), hash }))
    await expect(create().readHead()).rejects.toThrow(ContradictionError)
  })

  test('error: ContradictionError if two endpoints read different figures at one block', async () => {
    const reader = create()
    const { block } = await reader.readHead()
    twist('eth_call', (data) => `${`${data}`.slice(0, -1)}7`)
    await expect(reader.readMarket(LOCAL_MARKET_ID, block)).rejects.toThrow(
      /differ on the market at block \d+; find out/,
    )
  })

  test('error: a block that was reorganised away cannot be read at', async () => {
    const reader = create()
    const start = await client.snapshot()
    await client.mine({ blocks: 1 })
    const { block } = await reader.readHead()
    await client.revert({ id: start })
    await expect(reader.readMarket(LOCAL_MARKET_ID, block)).rejects.toThrow(ChainUnavailableError)
  })

  test('error: ChainUnavailableError with a line for each endpoint if none can be used', async () => {
    for (const node of nodes) node.meddle = async () => ({ status: 500 })
    const failure = await create()
      .readHead()
      .catch((error) => error)
    expect(failure).toBeInstanceOf(ChainUnavailableError)
    expect(failure.problems).toHaveLength(2)
    expect(failure.message).not.toContain('secret-key')
  })
})
