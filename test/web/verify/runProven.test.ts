import { type Address, toFunctionSelector } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Core, loadCore } from '../../../core/index.ts'
import { createHeaderMemory } from '../../../verify/headerMemory.ts'
import { createBlockMemory } from '../../../verify/proof/proveLogs.ts'
import { classify, type JobResult, type VerifyJob } from '../../../web/verify/job.ts'
import { runJob } from '../../../web/verify/runJob.ts'
import { type MeasuredChain, startMeasuredChain } from '../../verify/support/measuredChain.ts'
import { createProvenMarket } from '../../verify/support/provenMarket.ts'
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
let reporter: Address

beforeAll(async () => {
  core = await loadCore()
  chain = await startMeasuredChain()
  const market = createProvenMarket(chain)
  reporter = await market.deploy('ProvenReporter')
  await market.setReporters([reporter], 1)
  await market.trade(12)
  await market.measure(reporter)
  await market.trade(11)
  await market.push(reporter)
  await market.trade(11)
  await market.push(reporter)
}, patience)

afterAll(async () => {
  await chain?.stop()
})

function check(which: string, fetchFn: typeof fetch = fetch): Promise<JobResult> {
  const job: VerifyJob = Object.assign(
    { witnessUrl: undefined, marketId: undefined, which },
    chain.network,
  )
  const memory = { headers: createHeaderMemory(), blocks: createBlockMemory() }
  const listeners = { onProgress: () => {}, onUpdates: () => {}, onOutcome: () => {} }
  return runJob(job, { core, memory, fetchFn }, listeners)
}

/** What a check of the latest update by a node that lies comes to. */
async function lie(one: Lie): Promise<{ kind: string; lies: number }> {
  let lies = 0
  const fetchFn = createChangedFetch((request, answers) =>
    changeAnswers(one, request, answers, () => {
      lies += 1
    }),
  )
  const kind = await check('latest', fetchFn).then(
    ({ outcomes }) => classify(outcomes[0] as never),
    () => 'refused',
  )
  return { kind, lies }
}

const isOf = (address: Address, params: readonly never[]) =>
  JSON.stringify(params).toLowerCase().includes(address.toLowerCase())

const measured = (change: (logs: Record<string, never>[]) => unknown): Lie => ({
  isMeant: (method, params) => method === 'eth_getLogs' && isOf(reporter, params),
  change: change as never,
})

/** A word of the answer to a function, of one contract or another. */
const call = (signature: string, word: number): Lie => ({
  isMeant: (method, params) =>
    method === 'eth_call' &&
    JSON.stringify(params).includes(toFunctionSelector(`function ${signature}`)),
  change: ((result: string) => {
    const end = 2 + 64 * (word + 1)
    return flip(result.slice(0, end)) + result.slice(end)
  }) as never,
})

/** The same by a node that gives no trace of a transaction: that would tell what was told. */
const withoutTrace = ({ isMeant, change }: Lie): Lie => ({
  isMeant: (method, params) => method === 'debug_traceTransaction' || isMeant(method, params),
  change: (result: never) => (typeof result === 'string' ? change(result) : {}),
})

describe('runJob of proven updates', { timeout: patience }, () => {
  test('P-183 every proven update is equal, and the pools that it was measured from are proven', async () => {
    const { outcomes, updates } = await check('all')
    expect(updates.map(({ evidenceKind }) => evidenceKind)).toEqual(['proven', 'proven'])
    expect(outcomes.map(classify)).toEqual(['equal', 'equal'])
    const [outcome] = outcomes
    expect(outcome?.steps.map(({ name }) => name)).toEqual([
      ...['headers', 'logs', 'transaction', 'state', 'pools', 'evidence', 'observation'],
      ...['portfolio', 'kept', 'core', 'target (Wasm)', 'read before', 'bounds (Wasm)', 'stored'],
    ])
    const pools = outcome?.steps.find(({ name }) => name === 'pools')
    expect(
      pools?.pairs.map(({ field }) => field.replace(/ at block \d+$/, '')).slice(0, 5),
    ).toEqual(['tick', 'newest entry', 'liquidity', "entry's time", 'cumulative tick'])
  })

  test('P-183 an answer that was tampered with is never shown as equal', async () => {
    const cases: Record<string, Lie> = {
      'data of what was measured': measured((all) =>
        all.map((log, at) =>
          at === all.length - 1 ? { ...log, data: flip(String(log.data)) } : log,
        ),
      ),
      'data of what was measured before': measured((all) =>
        all.map((log, at) => (at === 0 ? { ...log, data: flip(String(log.data)) } : log)),
      ),
      'nothing was measured': measured(() => []),
      'the last measurement left out': measured((all) => all.slice(0, -1)),
      'the first measurement left out': measured((all) => all.slice(1)),
      ...Object.fromEntries(
        Array.from({ length: 16 }, (_, word) => [
          `word ${word} of the settings`,
          call('settings()', word),
        ]),
      ),
      "the pool's tick": call('slot0()', 1),
      'the newest entry': call('slot0()', 2),
      "the pool's liquidity": call('liquidity()', 0),
      "the entry's time": call('observations(uint256)', 0),
      "the entry's cumulative tick": call('observations(uint256)', 1),
      'what the portfolio tells': withoutTrace(call('portfolioFigures()', 0)),
      'nodes of the storage': onMethod(
        'eth_getProof',
        (one: { storageProof: { proof: string[] }[] }) => ({
          ...one,
          storageProof: one.storageProof.map((slot) => ({ ...slot, proof: slot.proof.map(flip) })),
        }),
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

  test('behavior: pools that a node cannot prove are not shown as proven', async () => {
    const error = { code: -32_601, message: 'method not found' }
    const isMeant: Lie['isMeant'] = (method) => method === 'eth_getProof'
    const fetchFn = createChangedFetch((request, answers) =>
      refuseAnswers(isMeant, request, answers, error),
    )
    const [outcome] = (await check('latest', fetchFn)).outcomes
    expect(outcome && classify(outcome)).toBe('equal-as-told')
    expect(outcome?.steps.flatMap(({ caveats = [] }) => caveats)).toContainEqual(
      expect.stringMatching(/^the state of the pool 0x\w+ at block \d+ is as the node tells it/),
    )
  })
})
