import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPublicClient, http, numberToHex, parseGwei } from 'viem'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { riskParametersAbi } from '../../../abi/index.ts'
import type { Journal } from '../../../bot/journal/journal.ts'
import { openSqliteJournal } from '../../../bot/journal/openSqliteJournal.ts'
import { packSignatures } from '../../../bot/packSignatures.ts'
import type { SubmitContext, SubmitSettings } from '../../../bot/submit/context.ts'
import { createSubmitter } from '../../../bot/submit/createSubmitter.ts'
import { ReadBackError } from '../../../bot/submit/errors.ts'
import type { PushDraft } from '../../../bot/submit/pushDraft.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import { toReportArgs } from '../../../verify/report.ts'
import { type FaultyNode, startFaultyNode } from '../support/startFaultyNode.ts'
import { createContext, type PushChain, sender, startPushChain } from './support/pushChain.ts'

const patience = 600_000

let chain: PushChain
let node: FaultyNode
let folder: string
let journal: Journal
let nowAt: number
let start: `0x${string}`

beforeAll(async () => {
  chain = await startPushChain()
  node = await startFaultyNode(chain.url)
  folder = await mkdtemp(join(tmpdir(), 'gimbal-submit-'))
}, patience)

afterAll(async () => {
  await node?.close()
  await chain?.stop()
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
})

beforeEach(async ({ task }) => {
  start = await chain.client.snapshot()
  // What the tests before have set is not part of a snapshot.
  await chain.client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei('1') })
  await mine()
  journal = openSqliteJournal(join(folder, `${task.id}.sqlite`))
  nowAt = 1_700_000_000
  node.methods = []
  node.meddle = (_, forward) => forward()
})

afterEach(async () => {
  await journal.close()
  await chain.client.request({ method: 'anvil_dropAllTransactions' } as never)
  await chain.client.revert({ id: start })
})

function create(
  settings: Partial<SubmitSettings> = {},
  changes: Partial<SubmitContext<PushDraft>> = {},
) {
  const { riskParameters } = chain.scope
  const clock = () => nowAt
  const context = createContext({ url: node.url, riskParameters, journal, settings, clock })
  return createSubmitter({ ...context, ...changes })
}

const mine = (blocks = 1) => chain.client.mine({ blocks })

function readState() {
  const address = chain.scope.riskParameters
  const call = { address, abi: riskParametersAbi, functionName: 'marketState' } as const
  return chain.client.readContract({ ...call, args: [LOCAL_MARKET_ID] })
}

async function passEpoch(): Promise<void> {
  await chain.client.increaseTime({ seconds: 600 })
  await mine()
}

const countSends = () => node.methods.filter((name) => name === 'eth_sendRawTransaction').length

describe('createSubmitter', { timeout: patience }, () => {
  test('default: sends, waits, and settles at the required depth only, with the fee that was paid', async () => {
    const submitter = create({ requiredDepth: 3n })
    const draft = await chain.createDraft()
    const before = await chain.client.getBalance({ address: sender.account })
    expect(await submitter.advance()).toEqual({ type: 'idle' })
    expect(await submitter.advance(draft)).toMatchObject({ type: 'sent', way: 'first' })
    expect(await submitter.advance(draft)).toMatchObject({ type: 'waiting' })
    await mine()
    expect(await submitter.advance()).toMatchObject({ type: 'shallow', depth: 1n })
    await mine()
    expect(await submitter.advance()).toMatchObject({ type: 'shallow', depth: 2n })
    expect(await journal.listOpen(sender)).toHaveLength(1)
    await mine()
    const after = await chain.client.getBalance({ address: sender.account })
    expect(await submitter.advance()).toMatchObject({
      type: 'settled',
      settlement: { outcome: 'taken', feeWei: before - after, settledAt: nowAt },
    })
    expect(await journal.listOpen(sender)).toEqual([])
    expect(BigInt((await readState()).observedAt)).toBe(draft.report.observedAt)
    expect(await journal.sumSpentWei(sender, nowAt)).toBe(before - after)
  })

  test('behavior: all that a first push has to know is asked together', async () => {
    const together = 5 // preview, latest block, balance, estimate, nonce
    const { promise, resolve } = Promise.withResolvers<void>()
    node.meddle = async (_, forward) => {
      if (node.methods.length === together) resolve()
      await promise
      return forward()
    }
    expect(await create().advance(await chain.createDraft())).toMatchObject({
      type: 'sent',
      way: 'first',
    })
    expect(node.methods.slice(together)).toEqual(['eth_sendRawTransaction'])
  })

  test('behavior: a send whose answer is lost is looked up, and not made again', async () => {
    node.meddle = async ({ method }, forward) => {
      const fate = await forward()
      return method === 'eth_sendRawTransaction' ? 'silence' : fate
    }
    const submitter = create()
    const draft = await chain.createDraft()
    expect(await submitter.advance(draft)).toMatchObject({
      type: 'sent',
      problem: expect.stringMatching(/does not answer in time/),
    })
    expect(await submitter.advance(draft)).toMatchObject({ type: 'waiting' })
    expect(countSends()).toBe(1)
  })

  test.each([
    ['its pool', async () => {}],
    ['a block', () => mine()],
  ])('behavior: a node that has the transaction in %s already has taken it', async (_, between) => {
    // Each send comes twice, as it does through two endpoints that share their transactions.
    node.meddle = async ({ method }, forward) => {
      if (method !== 'eth_sendRawTransaction') return forward()
      await forward()
      await between()
      return forward()
    }
    const sent = await create().advance(await chain.createDraft())
    expect(sent).toMatchObject({ type: 'sent', way: 'first' })
    expect(sent).not.toHaveProperty('problem')
  })

  test('behavior: a send that never arrived is made again, byte for byte', async () => {
    const raws: unknown[] = []
    node.meddle = async ({ method, params }, forward) => {
      if (method !== 'eth_sendRawTransaction') return forward()
      return raws.push(params[0]) === 1 ? { status: 503 } : forward()
    }
    const submitter = create()
    const draft = await chain.createDraft()
    const first = await submitter.advance(draft)
    expect(first).toMatchObject({ type: 'sent', problem: expect.any(String) })
    // Another draft must not change what is under way.
    const second = await submitter.advance(await chain.createDraft({ navUsd6: 5n * 10n ** 12n }))
    expect(second).toMatchObject({ type: 'sent', way: 'again' })
    expect(raws).toEqual([raws[0], raws[0]])
    await mine(2)
    expect(await submitter.advance()).toMatchObject({ settlement: { outcome: 'taken' } })
  })

  test('behavior: what waits too long is replaced: one nonce, both fees raised by an eighth, the newer report', async () => {
    const submitter = create()
    const older = await chain.createDraft()
    const newer = await chain.createDraft({ navUsd6: 5n * 10n ** 12n })
    await mine()
    await submitter.advance(older)
    nowAt += 60
    expect(await submitter.advance(newer)).toMatchObject({ type: 'sent', way: 'replacement' })
    const open = await journal.listOpen(sender)
    expect(new Set(open.map(({ nonce }) => nonce)).size).toBe(1)
    const fees = await Promise.all(
      open.map(({ hash }) => chain.client.getTransaction({ hash }).catch(() => undefined)),
    )
    // The node has forgotten the first.
    expect(fees[0]).toBeUndefined()
    expect(fees[1]?.maxPriorityFeePerGas).toBe(1_125_000_000n)
    await mine(2)
    const progress = await submitter.advance()
    expect(progress).toMatchObject({
      type: 'settled',
      record: { subject: { report: newer.report } },
    })
    expect(await chain.client.getTransactionCount({ address: sender.account })).toBe(
      (open[0]?.nonce ?? 0) + 1,
    )
  })

  test('behavior: a replacement above the budget is left out, and the first one stays', async () => {
    const submitter = create({ budgetPerGas: parseGwei('1.5') })
    const draft = await chain.createDraft()
    await chain.client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei('0.5') })
    await mine()
    await submitter.advance(draft)
    nowAt += 60
    expect(await submitter.advance(draft)).toMatchObject({ type: 'waiting' })
    expect(countSends()).toBe(1)
  })

  test('behavior: while the base fee grows by an eighth a block, a push gets in within three blocks', async () => {
    let baseFeePerGas = parseGwei('2')
    const submitter = create()
    const grow = async () => {
      baseFeePerGas = (baseFeePerGas * 9n) / 8n
      await chain.client.setNextBlockBaseFeePerGas({ baseFeePerGas })
      await mine()
    }
    for (let block = 0; block < 10; block++) await grow()
    await submitter.advance(await chain.createDraft())
    for (let block = 0; block < 3; block++) await grow()
    expect(await submitter.advance()).toMatchObject({ settlement: { outcome: 'taken' } })
  })

  test('behavior: a push whose block is reorganised away gets in again with its nonce', async () => {
    const submitter = create()
    const draft = await chain.createDraft()
    const sent = await submitter.advance(draft)
    const fork = await chain.client.snapshot()
    await mine()
    expect(await submitter.advance(draft)).toMatchObject({ type: 'shallow', depth: 1n })
    await chain.client.revert({ id: fork })
    await chain.client.request({ method: 'anvil_dropAllTransactions' } as never)
    expect(await submitter.advance(draft)).toMatchObject({
      type: 'sent',
      way: 'again',
      hash: 'hash' in sent ? sent.hash : undefined,
    })
    await mine(2)
    expect(await submitter.advance()).toMatchObject({ settlement: { outcome: 'taken' } })
  })

  test.each([
    ['again, byte for byte', 0, 'again'],
    ['with a newer report if it is old', 60, 'replacement'],
  ])('behavior: a push that was over when its block went is sent %s', async (_, ageSec, way) => {
    const submitter = create({ requiredDepth: 1n })
    const draft = await chain.createDraft()
    const fork = await chain.client.snapshot()
    await submitter.advance(draft)
    await mine()
    const first = await submitter.advance()
    if (first.type !== 'settled') throw new Error('not settled')
    await chain.client.revert({ id: fork })

    expect(await submitter.advance()).toEqual({ type: 'idle' })
    nowAt += ageSec
    const newer = await chain.createDraft({ navUsd6: 5n * 10n ** 12n })
    await mine()
    expect(await submitter.advance(newer)).toMatchObject({ type: 'sent', way })
    await mine()
    const second = await submitter.advance()
    if (second.type !== 'settled') throw new Error('not settled')
    expect(second.settlement.outcome).toBe('taken')
    expect(second.record.nonce).toBe(first.record.nonce)
    expect(second.record.hash === first.record.hash).toBe(way === 'again')
  })

  test("behavior: a report that another replica's push has overtaken is settled as reverted", async () => {
    const submitter = create()
    const draft = await chain.createDraft()
    await submitter.advance(draft)
    await chain.client.writeContract({
      account: localAccounts.trader,
      chain: null,
      maxPriorityFeePerGas: parseGwei('30'),
      address: chain.scope.riskParameters,
      abi: riskParametersAbi,
      functionName: 'push',
      maxFeePerGas: parseGwei('60'),
      gas: 1_000_000n,
      args: [toReportArgs(draft.report), packSignatures(draft.signatures)],
    })
    await mine(2)
    expect(await submitter.advance()).toMatchObject({ settlement: { outcome: 'reverted' } })
    // And the next one is not even sent.
    const again = await submitter.advance(draft)
    expect(again).toMatchObject({
      type: 'held',
      reason: 'refused',
      refusal: 'EvidenceNotNewer',
      detail: expect.stringMatching(
        /^the contract refuses: .* has counted already; report a later/,
      ),
    })
  })

  test('behavior: a nonce that was used elsewhere is given up once that is deep enough', async () => {
    const submitter = create()
    const draft = await chain.createDraft()
    node.meddle = async ({ method }, forward) => {
      return method === 'eth_sendRawTransaction' ? { status: 503 } : forward()
    }
    await submitter.advance(draft)
    const to = localAccounts.trader.address
    await chain.client.sendTransaction({ account: localAccounts.operator, to, chain: null })
    await mine()
    expect(await submitter.advance()).toEqual({ type: 'shallow', depth: 0n })
    await mine()
    expect(await submitter.advance()).toMatchObject({ settlement: { outcome: 'replaced' } })
    node.meddle = (_, forward) => forward()
    expect(await submitter.advance(draft)).toMatchObject({ type: 'sent', way: 'first' })
  })

  test('behavior: with a relay, only the relay gets the transaction', async () => {
    const relayNode = await startFaultyNode(chain.url)
    const relay = createPublicClient({ transport: http(relayNode.url, { retryCount: 0 }) })
    await create({}, { relay }).advance(await chain.createDraft())
    expect(relayNode.methods).toEqual(['eth_sendRawTransaction'])
    expect(countSends()).toBe(0)
    await relayNode.close()
  })

  test('behavior: evidence under a configuration that voters have changed is not sent', async () => {
    const draft = await chain.createDraft()
    const report = { ...draft.report, config: localAccounts.trader.address }
    expect(await create().advance({ ...draft, report })).toMatchObject({
      type: 'held',
      reason: 'refused',
      refusal: 'ConfigChanged',
    })
    expect(countSends()).toBe(0)
  })

  test('behavior: newer evidence of the same epoch goes out after the first is settled', async () => {
    const submitter = create({ requiredDepth: 1n })
    for (const gwei of ['30', '300']) {
      await chain.client.increaseTime({ seconds: 12 })
      await mine()
      const draft = await chain.createDraft({ baseFeePerGas: parseGwei(gwei) })
      await submitter.advance(draft)
      await mine()
      const over = await submitter.advance()
      expect(over).toMatchObject({ type: 'settled', settlement: { outcome: 'taken' } })
      expect(BigInt((await readState()).observedAt)).toBe(draft.report.observedAt)
    }
  })

  test('behavior: a second epoch goes out after the first is settled, with the next nonce', async () => {
    const submitter = create({ requiredDepth: 1n })
    await submitter.advance(await chain.createDraft())
    await mine()
    const first = await submitter.advance()
    await passEpoch()
    await submitter.advance(await chain.createDraft())
    await mine()
    const second = await submitter.advance()
    if (first.type !== 'settled' || second.type !== 'settled') throw new Error('not settled')
    expect(second.settlement.outcome).toBe('taken')
    expect(second.record.nonce).toBe(first.record.nonce + 1)
  })

  test.each([
    ['fee-above-budget', { budgetPerGas: 1n }],
    ['daily-budget', { dailyBudgetWei: 1_000n }],
  ])('behavior: nothing is sent or noted beyond a limit: %s', async (reason, settings) => {
    const progress = await create(settings).advance(await chain.createDraft())
    expect(progress).toMatchObject({ type: 'held', reason })
    expect(countSends()).toBe(0)
    expect(await journal.listOpen(sender)).toEqual([])
  })

  test('behavior: an account that cannot pay sends nothing, and its low balance is reported', async () => {
    const submitter = create({ lowBalanceWei: 1_000n })
    expect(await submitter.checkBalance()).not.toHaveProperty('shortage')
    await chain.client.setBalance({ address: sender.account, value: 1_000n })
    expect(await submitter.checkBalance()).toEqual({
      balanceWei: 1_000n,
      shortage: expect.stringMatching(
        /^0.000000000000001 ether at 0x\w{40}; at least .* ether is wanted/,
      ),
    })
    const progress = await submitter.advance(await chain.createDraft())
    expect(progress).toMatchObject({ type: 'held', reason: expect.stringMatching(/short|refused/) })
    expect(countSends()).toBe(0)
  })

  test("behavior: nothing is sent if the contract's model disagrees, or the signatures do not count", async () => {
    const draft = await chain.createDraft()
    const target = { ...draft.target, bandPips: draft.target.bandPips + 1n }
    const submitter = create()
    const differs = await submitter.advance({ ...draft, target })
    expect(differs).toMatchObject({ type: 'held', reason: 'target-differs' })
    expect(differs).toMatchObject({ detail: expect.stringContaining('bandPips') })
    const unsigned = await submitter.advance({ ...draft, signatures: [] })
    expect(unsigned).toMatchObject({ type: 'held', reason: 'refused' })
    expect(countSends()).toBe(0)
  })

  test('error: ReadBackError if a node reports a success that its state does not show; the push stays open', async () => {
    const submitter = create()
    await submitter.advance(await chain.createDraft())
    await mine(2)
    node.meddle = async ({ method }, forward) => {
      const fate = await forward()
      if (method !== 'eth_getTransactionReceipt' || typeof fate === 'string') return fate
      if (!('result' in fate)) return fate
      const receipt = fate.result as { logs: { data: string }[] }
      const [log] = receipt.logs
      // The last word holds the new values; the first of them is aggressivenessPips.
      const data = `${log?.data.slice(0, -64)}${numberToHex(1, { size: 32 }).slice(2)}`
      return { result: { ...receipt, logs: [{ ...log, data }] } }
    }
    await expect(submitter.advance()).rejects.toThrow(ReadBackError)
    await expect(submitter.advance()).rejects.toThrow(/aggressivenessPips/)
    expect(await journal.listOpen(sender)).toHaveLength(1)
    node.meddle = (_, forward) => forward()
    expect(await submitter.advance()).toMatchObject({ settlement: { outcome: 'taken' } })
  })

  test('error: a node that is gone changes nothing; the push goes on when it is back', async () => {
    const submitter = create()
    await submitter.advance(await chain.createDraft())
    node.meddle = async () => ({ status: 502 })
    await expect(submitter.advance()).rejects.toThrow()
    node.meddle = (_, forward) => forward()
    await mine(2)
    expect(await submitter.advance()).toMatchObject({ settlement: { outcome: 'taken' } })
  })
})
