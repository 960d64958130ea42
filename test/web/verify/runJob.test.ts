import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Core, loadCore } from '../../../core/index.ts'
import { createHeaderMemory } from '../../../verify/headerMemory.ts'
import { createBlockMemory } from '../../../verify/proof/proveLogs.ts'
import { classify, type JobResult, type VerifyJob } from '../../../web/verify/job.ts'
import { type JobMemory, runJob } from '../../../web/verify/runJob.ts'
import { type MeasuredChain, startMeasuredChain } from '../../verify/support/measuredChain.ts'
import {
  changeAnswers,
  createChangedFetch,
  flip,
  type Lie,
  onMethod,
  refuseAnswers,
} from '../support/lies.ts'

const patience = 600_000

let chain: MeasuredChain
let core: Core

beforeAll(async () => {
  core = await loadCore()
  chain = await startMeasuredChain()
  await chain.passUntilObservation()
  await chain.push(await chain.measure())
  await chain.passToEpoch()
  await chain.swap(2_000_000_000_000n)
  await chain.passUntilObservation()
  await chain.push(await chain.measure())
  await chain.passToEpoch()
  await chain.pushMany(await chain.measure())
}, patience)

afterAll(async () => {
  await chain?.stop()
})

const createMemory = (): JobMemory => ({
  headers: createHeaderMemory(),
  blocks: createBlockMemory(),
})
const createJob = (which: string | undefined, more: Partial<VerifyJob> = {}): VerifyJob =>
  Object.assign(
    { rpcUrl: '', witnessUrl: undefined, marketId: undefined, which },
    chain.network,
    more,
  )
const silent = { onProgress: () => {}, onUpdates: () => {}, onOutcome: () => {} }

const check = (
  which: string | undefined,
  { fetchFn = fetch, memory = createMemory(), more = {} as Partial<VerifyJob> } = {},
): Promise<JobResult> => runJob(createJob(which, more), { core, memory, fetchFn }, silent)

/** What a check of the latest update by a node that lies comes to. */
async function lie(one: Lie): Promise<{ kind: string; lies: number }> {
  let lies = 0
  const fetchFn = createChangedFetch((request, answers) =>
    changeAnswers(one, request, answers, () => {
      lies += 1
    }),
  )
  const kind = await check('latest', { fetchFn }).then(
    ({ outcomes }) => classify(outcomes[0] as never),
    () => 'refused',
  )
  return { kind, lies }
}

/** A node that does not answer some methods. */
const refuse = (methods: readonly string[], code: number): typeof fetch =>
  createChangedFetch((request, answers) =>
    refuseAnswers((method) => methods.includes(method), request, answers, {
      code,
      message: 'missing trie node',
    }),
  )

describe('runJob', { timeout: patience }, () => {
  test('default: all updates are equal, and everything that they rest on is proven', async () => {
    const seen: string[] = []
    const result = await runJob(
      createJob('all'),
      { core, memory: createMemory(), fetchFn: fetch },
      {
        onProgress: ({ stage }) => {
          if (seen.at(-1) !== stage) seen.push(stage)
        },
        onUpdates: (updates) => seen.push(`${updates.length} updates`),
        onOutcome: (outcome) => seen.push(classify(outcome)),
      },
    )
    expect(result.outcomes.map(classify)).toEqual(['equal', 'equal', 'equal'])
    expect(result.outcomes[0]?.steps.map(({ name }) => name)).toEqual([
      ...['headers', 'logs', 'transaction', 'state', 'evidence', 'observation', 'portfolio'],
      ...['core', 'target (Wasm)', 'read before', 'bounds (Wasm)', 'stored'],
    ])
    expect(seen).toEqual(
      [
        ...['events', '3 updates', 'headers', 'logs', 'receipts'],
        ...['updates', 'equal', 'updates', 'equal', 'updates', 'equal', 'updates'],
      ].filter((one, at, all) => one !== all[at - 1]),
    )
  })

  test('behavior: only the list, and headers that were read before are not read again', async () => {
    const asked: string[] = []
    const fetchFn: typeof fetch = (input, init) => {
      asked.push(...[JSON.parse(String(init?.body))].flat().map(({ method }) => method))
      return fetch(input, init)
    }
    const memory = createMemory()
    expect((await check(undefined, { fetchFn, memory })).updates).toHaveLength(3)
    expect(asked).not.toContain('eth_call')
    await check('latest', { fetchFn, memory })
    const count = (method: string) => asked.filter((one) => one === method).length
    const before = [count('eth_getBlockByNumber'), count('eth_getBlockReceipts')] as const
    const again = await check('latest', { fetchFn, memory })
    expect(again.outcomes.map(classify)).toEqual(['equal'])
    // Those of the readers of logs, which compare the latest blocks each time.
    expect(count('eth_getBlockByNumber') - before[0]).toBeLessThan(before[0] / 2)
    expect(count('eth_getBlockReceipts') - before[1]).toBeLessThan(before[1] / 2)
  })

  test('P-147 an answer of the node that was tampered with is never shown as equal', async () => {
    const { updates } = await check(undefined)
    const [, , update] = updates
    if (update === undefined) throw new Error('there is no third update')
    const early = 5n
    const header = (number: bigint, field: string): Lie => ({
      isMeant: (method, [asked]) =>
        method === 'eth_getBlockByNumber' && asked === `0x${number.toString(16)}`,
      change: (block: Record<string, string>) => ({
        ...block,
        [field]: flip(block[field] ?? '0x0'),
      }),
    })
    const isOwn = (params: readonly never[]) =>
      JSON.stringify(params).toLowerCase().includes(chain.network.riskParameters.toLowerCase())
    const logs = (own: boolean, change: (logs: Record<string, never>[]) => unknown): Lie => ({
      isMeant: (method, params) => method === 'eth_getLogs' && isOwn(params) === own,
      change: change as never,
    })
    const changeLast = (field: string) => (all: Record<string, never>[]) =>
      all.map((log, at) =>
        at === all.length - 1 ? { ...log, [field]: flip(String(log[field])) } : log,
      )
    const call = (word: number): Lie =>
      onMethod('eth_call', (result: string) => {
        const end = 2 + 64 * (word + 1)
        return result.length < end ? result : flip(result.slice(0, end)) + result.slice(end)
      })
    const cases: Record<string, Lie> = {
      ...Object.fromEntries(
        [early, update.observedBlockNumber, update.blockNumber].flatMap((number) =>
          [
            ...['hash', 'parentHash', 'miner', 'stateRoot', 'transactionsRoot', 'receiptsRoot'],
            ...['logsBloom', 'number', 'gasLimit', 'gasUsed', 'timestamp', 'baseFeePerGas'],
            ...['mixHash', 'withdrawalsRoot', 'parentBeaconBlockRoot'],
          ].map((field) => [`${field} of block ${number}`, header(number, field)]),
        ),
      ),
      'data of the event': logs(true, changeLast('data')),
      'transaction of the event': logs(true, changeLast('transactionHash')),
      'place of the event': logs(true, changeLast('logIndex')),
      'an event of the market left out': logs(true, (all) => [all[0], ...all.slice(2)]),
      'data of a log of the pool': logs(false, changeLast('data')),
      'a log of the pool left out': logs(false, (all) => all.slice(0, -1)),
      'a log of the pool twice': logs(false, (all) => [...all, all.at(-1)]),
      'no log of the pool': logs(false, () => []),
      'the status of a receipt': onMethod(
        'eth_getBlockReceipts',
        (all: Record<string, string>[]) =>
          all.map((one) => ({ ...one, status: flip(one.status ?? '0x0') })) as never,
      ),
      'a receipt left out': onMethod('eth_getBlockReceipts', (all: unknown[]) => all.slice(1)),
      'the input of the transaction': onMethod(
        'eth_getTransactionByHash',
        (one: { input: string }) => ({ ...one, input: flip(one.input) }),
      ),
      'whom the transaction calls': onMethod('eth_getTransactionByHash', (one: { to: string }) => ({
        ...one,
        to: flip(one.to),
      })),
      'nodes of the account': onMethod('eth_getProof', (one: { accountProof: string[] }) => ({
        ...one,
        accountProof: one.accountProof.map(flip),
      })),
      'nodes of the storage': onMethod(
        'eth_getProof',
        (one: { storageProof: { proof: string[] }[] }) => ({
          ...one,
          storageProof: one.storageProof.map((slot) => ({ ...slot, proof: slot.proof.map(flip) })),
        }),
      ),
      ...Object.fromEntries(
        Array.from({ length: 22 }, (_, word) => [`word ${word} of every call`, call(word)]),
      ),
    }
    const shownAsEqual: string[] = []
    const untold: string[] = []
    for (const [name, one] of Object.entries(cases)) {
      const { kind, lies } = await lie(one)
      if (lies === 0) untold.push(name)
      if (kind.startsWith('equal')) shownAsEqual.push(name)
    }
    expect(shownAsEqual).toEqual([])
    expect(untold).toEqual([])
  })

  test('behavior: what a node cannot prove is said, and is not shown as proven', async () => {
    const { outcomes } = await check('latest', {
      fetchFn: refuse(['eth_getProof', 'eth_getBlockReceipts'], -32_601),
    })
    const [outcome] = outcomes
    expect(outcome && classify(outcome)).toBe('equal-as-told')
    expect(outcome?.steps.flatMap(({ caveats = [] }) => caveats)).toEqual([
      expect.stringMatching(
        /^the logs of \d+ blocks are as the node tells them: the node gives no/,
      ),
      expect.stringMatching(/^which transaction the event is of is as the node tells it/),
      expect.stringMatching(/gives no proof of block \d+ \(eth_getProof\)$/),
    ])
  })

  test('behavior: a second node has to have the same block', async () => {
    const witnessUrl = `${chain.network.rpcUrl}/?second`
    const good = await check('latest', { more: { witnessUrl } })
    expect(good.outcomes.map(classify)).toEqual(['equal'])
    const otherHash = onMethod('eth_getBlockByNumber', (block: { hash: string }) => ({
      ...block,
      hash: flip(block.hash),
    }))
    const lying = createChangedFetch((request, answers) =>
      changeAnswers(otherHash, request, answers, () => {}),
    )
    const fetchFn: typeof fetch = (input, init) =>
      String(input).includes('second') ? lying(input, init) : fetch(input, init)
    const bad = await check('latest', { fetchFn, more: { witnessUrl } })
    expect(bad.outcomes.map(classify)).toEqual(['differs'])
    expect(bad.outcomes[0]?.steps[0]?.differences[0]).toMatch(/^hash of block \d+ at the second/)
  })

  test('error: a node without the old states, and an update that there is not', async () => {
    const { outcomes } = await check('latest', { fetchFn: refuse(['eth_call'], -32_000) })
    expect(outcomes.map(classify)).toEqual(['refused'])
    expect(outcomes[0]?.refusal).toMatch(/does not return the market's state.*archive node$/)
    await expect(check('1-1')).rejects.toThrow(/no update 1-1 among 3/)
  })
})
