import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeFunctionData, type Hex } from 'viem'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { provenReporterAbi, riskParametersAbi } from '../../../abi/index.ts'
import { createRelay, openProver } from './support/openProver.ts'
import {
  type ProverWorld,
  SIGNED_MARKET_ID,
  SLOT_SEC,
  startProverWorld,
  startState,
} from './support/proverWorld.ts'

const patience = 300_000
const EPOCH_SEC = 600n

let chain: ProverWorld
let folder: string
let count = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-prover-'))
  chain = await startProverWorld()
}, patience)

afterAll(async () => {
  await chain?.stop()
  await rm(folder, { recursive: true, force: true })
})

async function open(options: Omit<Parameters<typeof openProver>[0], 'chain' | 'file'>) {
  count += 1
  const prover = await openProver({ chain, file: join(folder, `${count}.sqlite`), ...options })
  onTestFinished(prover.close)
  return prover
}

const readObservedAt = async () => {
  const { observedAt } = await chain.world.client.readContract({
    address: chain.riskParameters,
    abi: riskParametersAbi,
    functionName: 'marketState',
    args: [chain.marketId],
  })
  return BigInt(observedAt)
}

/** What a block has of calls to the reporter, in their order. */
async function readCalls() {
  const { client } = chain.world
  const { transactions } = await client.getBlock({ includeTransactions: true })
  return Promise.all(
    transactions.map(async ({ hash, input, to }) => {
      const { status } = await client.getTransactionReceipt({ hash })
      const { functionName, args = [] } = decodeFunctionData({
        abi: provenReporterAbi,
        data: input,
      })
      return { to, status, functionName, args: args as readonly (bigint | Hex)[] }
    }),
  )
}

const [first, second, third] = [0, 1, 2] as const
const get = (at: number) => chain.provers[at] as (typeof chain.provers)[number]

describe('createProver', () => {
  test(
    'default: without a kept base fee it pushes with a header, and is taken',
    async () => {
      const prover = await open({ account: get(first) })
      await chain.mineUntil(24n)
      expect(await prover.step()).toBe('sent')
      await chain.mine()
      const [call] = await readCalls()
      expect(call).toMatchObject({ status: 'success', functionName: 'pushWithHeader' })
      expect(call?.args[0]).not.toBe(0n)
      expect(await prover.step()).toBe('settled')
      expect(await readObservedAt()).toBeGreaterThan(0n)
      expect(prover.conditions.list().filter(({ problem }) => problem !== undefined)).toEqual([])
    },
    patience,
  )

  test(
    'behavior: with a kept base fee it pushes without a header, once a heartbeat',
    async () => {
      const prover = await open({ account: get(first) })
      for (let block = 0; block < 26; block++) await chain.mine()
      const calls: string[] = []
      for (let block = 0; block < 110; block++) {
        await prover.step()
        await chain.mine()
        calls.push(
          ...(await readCalls()).map(({ status, functionName }) => `${functionName} ${status}`),
        )
      }
      // 1,320 s: two heartbeats of 600 s, or three with the first.
      expect(calls.length).toBeGreaterThanOrEqual(2)
      expect(calls.length).toBeLessThanOrEqual(3)
      expect(new Set(calls)).toEqual(new Set(['push success']))
    },
    patience,
  )

  test(
    'error: for a market that takes signatures only it says so, and sends nothing',
    async () => {
      const prover = await open({ account: get(first), markets: [SIGNED_MARKET_ID] })
      expect(await prover.step()).toBe('idle')
      const [role] = prover.conditions.list().filter(({ name }) => name === 'role')
      expect(role?.problem).toContain('it takes signed evidence only')
    },
    patience,
  )

  test(
    'behavior: after a restart the journal has what was sent, and it is not sent twice',
    async () => {
      await waitUntilDue()
      await chain.mineUntil(24n)
      const file = join(folder, 'restarted.sqlite')
      const before = await openProver({ chain, account: get(first), file })
      expect(await before.step()).toBe('sent')
      await before.close()
      const after = await openProver({ chain, account: get(first), file })
      onTestFinished(after.close)
      expect(await after.step()).toBe('waiting')
      await chain.mine()
      expect(await readCalls()).toMatchObject([{ status: 'success' }])
      expect(await after.step()).toBe('settled')
      const [settled] = after.lines.filter(({ event }) => event === 'settled')
      expect(settled).toMatchObject({ market: 'weth-usd', outcome: 'taken' })
    },
    patience,
  )

  test(
    'P-182 stale hints: none are sent for a segment that is about to end',
    async () => {
      await startState(chain)
      await waitUntilDue()
      const prover = await open({ account: get(first) })
      await chain.mineUntil(96n)
      expect(await prover.step()).toBe('idle')
      await chain.mine()
      expect(await prover.step()).toBe('idle')
      await chain.mine()
      expect(await prover.step()).toBe('sent')
      await chain.mine()
      expect(await readCalls()).toMatchObject([{ status: 'success', functionName: 'push' }])
    },
    patience,
  )

  test(
    'P-182 stale hints: a push that is in no block by then is replaced by one with new hints',
    async () => {
      await waitUntilDue()
      const relay = createRelay(chain.world.url)
      const prover = await open({ account: get(first), relay })
      await chain.mineUntil(72n)
      expect(await prover.step()).toBe('sent')
      for (let block = 0; block < 5; block++) await chain.trade()
      expect(await prover.step()).toBe('sent')
      expect(relay.held.size).toBe(2)
      // The first one comes too late for the node: it has the nonce of the dearer one.
      await relay.release()
      await chain.mine()
      expect(await readCalls()).toMatchObject([{ status: 'success', functionName: 'push' }])
      expect(await prover.step()).toBe('settled')
    },
    patience,
  )

  test(
    'P-182 stale hints: after one was refused in a block, the pool searches for itself',
    async () => {
      await waitUntilDue()
      const relay = createRelay(chain.world.url)
      const prover = await open({ account: get(first), relay })
      await chain.mineUntil(72n)
      expect(await prover.step()).toBe('sent')
      for (let block = 0; block < 5; block++) await chain.trade()
      await relay.release()
      await chain.mine()
      expect(await readCalls()).toMatchObject([{ status: 'reverted', functionName: 'push' }])
      expect(await prover.step()).toBe('settled')
      expect(await prover.step()).toBe('sent')
      await relay.release()
      await chain.mine()
      const [call] = await readCalls()
      expect(call).toMatchObject({ status: 'success', functionName: 'push', args: [0n] })
      const lost = await prover.metrics.proofsLost.get()
      expect(lost.values.filter(({ value }) => value > 0)).toMatchObject([
        { labels: { cause: 'stale-hints' }, value: 1 },
      ])
      expect(await prover.step()).toBe('settled')
    },
    patience,
  )
})

describe('P-181 races: several provers of one market', () => {
  const accounts = () => [get(first), get(second), get(third)]

  test(
    'public transactions: one push a heartbeat, and no transaction for nothing',
    async () => {
      const provers = await Promise.all(
        accounts().map((account) => open({ account, provers: accounts() })),
      )
      const { reverted, taken } = await race(provers, async () => {}, 3)
      expect(reverted).toEqual({})
      expect(taken).toBeGreaterThanOrEqual(3)
    },
    patience,
  )

  test.each([5, 8])(
    'hidden transactions that wait for %i blocks: one for nothing an epoch at most',
    async (delay) => {
      const relays = accounts().map(() => createRelay(chain.world.url))
      const provers = await Promise.all(
        accounts().map((account, at) => {
          const relay = relays[at]
          return open({ account, provers: accounts(), ...(relay && { relay }) })
        }),
      )
      const release = async (block: number) => {
        if (block % delay !== delay - 1) return
        for (const relay of relays) await relay.release()
      }
      const { reverted, taken } = await race(provers, release, 6)
      expect(Object.values(reverted).filter((times) => times > 1)).toEqual([])
      expect(taken).toBeGreaterThanOrEqual(4)
    },
    patience,
  )
})

/** Takes everybody's turns in each block, for so many epochs; counts pushes, and reverts for each epoch. */
async function race(
  provers: readonly { step(): Promise<string> }[],
  release: (block: number) => Promise<void>,
  epochs: number,
) {
  const reverted: Record<string, number> = {}
  let taken = 0
  for (let block = 0; block < epochs * Number(EPOCH_SEC / SLOT_SEC); block++) {
    for (const { step } of provers) await step()
    await release(block)
    await chain.mine()
    const { timestamp } = await chain.world.client.getBlock()
    for (const { status } of await readCalls()) {
      if (status === 'success') taken += 1
      const epoch = `${timestamp / EPOCH_SEC}`
      if (status === 'reverted') reverted[epoch] = (reverted[epoch] ?? 0) + 1
    }
  }
  return { reverted, taken }
}

/** Mines until the value in force is a heartbeat old. */
async function waitUntilDue(): Promise<void> {
  for (;;) {
    const { timestamp } = await chain.world.client.getBlock()
    if (timestamp - (await readObservedAt()) >= EPOCH_SEC + 240n) return
    await chain.mine()
  }
}
