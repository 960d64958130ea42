import { type Address, encodeFunctionData } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { riskParametersAbi } from '../../abi/index.ts'
import { VerifySourceError } from '../../verify/errors.ts'
import type { Evidence } from '../../verify/evidence.ts'
import type { Update } from '../../verify/readUpdates.ts'
import { formatUpdateId, verifyUpdate } from '../../verify/verifyUpdate.ts'
import { type MeasuredChain, startMeasuredChain } from './support/measuredChain.ts'

const patience = 600_000
const EPOCH_SEC = 600n

let chain: MeasuredChain

beforeAll(async () => {
  chain = await startMeasuredChain()
}, patience)

afterAll(async () => {
  await chain?.stop()
})

const allDifferences = async (evidence: Evidence, update: Update) =>
  (await verifyUpdate(evidence, update)).flatMap(({ name, differences }) =>
    differences.map((difference) => `${name}: ${difference}`),
  )

describe('verifyUpdate', { timeout: patience }, () => {
  test('default: every step of an update of what was measured agrees, on both engines', async () => {
    await chain.passUntilObservation()
    await chain.push(await chain.measure())
    const { evidence, update } = await chain.readLatest()
    const steps = await verifyUpdate(evidence, update)
    expect(steps.map(({ name }) => name)).toEqual([
      'evidence',
      'observation',
      'portfolio',
      'core',
      'target (Wasm)',
      'target (EVM)',
      'read before',
      'bounds (Wasm)',
      'bounds (EVM)',
      'stored',
    ])
    expect(steps.flatMap(({ differences }) => differences)).toEqual([])
    const textOf = (name: string) => steps.find((step) => step.name === name)?.text
    expect(textOf('evidence')).toContain(`block ${update.observedBlockNumber} 0x`)
    expect(textOf('evidence')).toContain(', configuration 0x')
    expect(textOf('portfolio')).toContain(`navUsd6 ${update.observation.navUsd6}`)
    // The market has had no evidence: the first push steps from the fallback.
    expect(textOf('read before')).toMatch(/^Fallback, no evidence before/)
    expect(formatUpdateId(update)).toMatch(/^0x[0-9a-f]{24}$/)
  })

  test('behavior: a second push in an epoch may only tighten, also by pushMany', async () => {
    await chain.passToEpoch()
    await chain.push(await chain.measure())
    await chain.passUntilObservation()
    await chain.swap(2_000_000_000_000n)
    await chain.passUntilObservation()
    const evidence = await chain.measure()
    const [first] = (await chain.readLatest()).evidence.market.updates.slice(-1)
    expect(evidence.observedAt / EPOCH_SEC).toBe((first as Update).observedAt / EPOCH_SEC)
    await chain.pushMany(evidence)
    const latest = await chain.readLatest()
    expect(await allDifferences(latest.evidence, latest.update)).toEqual([])
    expect(Object.values(latest.update.limits)).toContain('epoch')
  })

  test('behavior: after a silence it steps from the fallback, which readers got', async () => {
    await chain.pass(2_400)
    await chain.passUntilObservation()
    await chain.push(await chain.measure())
    const { evidence, update } = await chain.readLatest()
    const steps = await verifyUpdate(evidence, update)
    expect(steps.flatMap(({ differences }) => differences)).toEqual([])
    const before = steps.find(({ name }) => name === 'read before')
    expect(before?.text).toMatch(/^Stale, evidence \d+ s old/)
    expect(update.oldValues).not.toEqual(evidence.market.updates.at(-2)?.newValues)
  })

  test('behavior: updates of one block are each checked against what the one before leaves', async () => {
    await chain.passToEpoch()
    const first = await chain.measure()
    await chain.passToEpoch()
    await chain.pushInOneBlock([first, await chain.measure()])
    const { evidence, update } = await chain.readLatest()
    const [before] = evidence.market.updates.slice(-2)
    expect(before?.blockNumber).toBe(update.blockNumber)
    expect(before?.newValues).toEqual(update.oldValues)
    for (const one of [before as Update, update]) {
      expect(await allDifferences(evidence, one)).toEqual([])
    }
  })

  test('error: whatever is otherwise than the chain says is named', async () => {
    const { evidence, update } = await chain.readLatest()
    const { observation, newValues, oldValues, target, limits } = update
    const at = { blockNumber: update.observedBlockNumber, logIndex: 0 }
    const market = (change: Partial<Evidence['market']>) => ({ ...evidence.market, ...change })
    const withInput = (change: object) => ({
      ...evidence.client,
      getTransaction: async (args: never) => ({
        ...(await evidence.client.getTransaction(args)),
        ...change,
      }),
    })
    const { args } = await chain.readPush(update)
    const pushWith = (change: object) =>
      encodeFunctionData({
        abi: riskParametersAbi,
        functionName: 'push',
        args: [{ ...args[0], ...change }, '0x'],
      })
    const nowhere: Address = '0x00000000000000000000000000000000000000f1'
    const cases: [change: Partial<Update>, evidence: object, difference: string][] = [
      [
        { observation: { ...observation, varianceWad: 1n } },
        {},
        `observation: varianceWad: stored 1, computed ${observation.varianceWad}`,
      ],
      [
        { observation: { ...observation, navUsd6: 5n } },
        {},
        `portfolio: navUsd6: stored 5, computed ${observation.navUsd6}`,
      ],
      [
        { observation: { ...observation, dataFeeWei: 9n } },
        {},
        'portfolio: dataFeeWei: stored 9, computed 0',
      ],
      [
        { observation: { ...observation, curvaturePips: 9n } },
        {},
        `portfolio: curvaturePips: stored 9, computed ${observation.curvaturePips}`,
      ],
      [
        { observedAt: update.observedAt - 1n },
        {},
        `evidence: observedAt: stored ${update.observedAt - 1n}, computed ${update.observedAt}`,
      ],
      [
        { target: { ...target, lotPips: 123n } },
        {},
        `target (EVM): lotPips: stored 123, computed ${target.lotPips}`,
      ],
      [
        { oldValues: { ...oldValues, lotPips: 123n } },
        {},
        `read before: lotPips: stored 123, computed ${oldValues.lotPips}`,
      ],
      [
        { newValues: { ...newValues, returnPips: 7n } },
        {},
        `bounds (Wasm): returnPips: stored 7, computed ${newValues.returnPips}`,
      ],
      [
        { newValues: { ...newValues, returnPips: 7n } },
        {},
        `stored: returnPips: stored 7, computed ${newValues.returnPips}`,
      ],
      [
        { limits: { ...limits, guardPips: 'budget' } },
        {},
        `bounds (EVM): limit of guardPips: stored budget, computed ${limits.guardPips}`,
      ],
      [
        {},
        { market: market({ configs: [{ blockNumber: at.blockNumber + 1n, logIndex: 0 }] }) },
        `evidence: config: it was changed in block ${at.blockNumber + 1n}, after the evidence`,
      ],
      [
        {},
        { market: market({ configs: [at] }) },
        `evidence: config: it was changed in block ${at.blockNumber}, after the evidence`,
      ],
      [
        {},
        { client: withInput({ input: pushWith({ config: nowhere }) }) },
        `evidence: config: stored ${nowhere}, computed ${args[0].config.toLowerCase()}`,
      ],
      [
        {},
        { client: withInput({ input: pushWith({ blockHash: `0x${'ab'.repeat(32)}` }) }) },
        `evidence: blockHash: stored 0x${'ab'.repeat(32)}, computed ${args[0].blockHash}`,
      ],
      [
        {},
        { core: { ...evidence.core, hash: '0x12' } },
        `core: core: stored ${evidence.core.hash}, computed 0x12`,
      ],
    ]
    for (const [change, other, difference] of cases) {
      const differences = await allDifferences({ ...evidence, ...other } as Evidence, {
        ...update,
        ...change,
      })
      expect(differences).toContain(difference)
    }
    // Through another contract the input says nothing; the rest is checked as before.
    const through = { ...evidence, client: withInput({ to: nowhere }) } as Evidence
    const steps = await verifyUpdate(through, update)
    expect(steps.flatMap(({ differences }) => differences)).toEqual([])
    expect(steps[0]?.text).toContain('the transaction calls another contract')
  })

  test('error: a node without the state says so', async () => {
    const { evidence, update } = await chain.readLatest()
    const pruned = {
      ...evidence.client,
      readContract: () => Promise.reject(new Error('missing trie node')),
    }
    const verifying = verifyUpdate({ ...evidence, client: pruned as never }, update)
    await expect(verifying).rejects.toThrow(VerifySourceError)
    await expect(verifying).rejects.toThrow(
      `the node does not return the market's state at block ${update.blockNumber - 1n}; give an archive node`,
    )
    const later = { ...update, observedBlockNumber: 10n ** 9n }
    await expect(verifyUpdate(evidence, later)).rejects.toThrow('no header of block 1000000000')
  })
})
