import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { type Hex, parseEther, stringToHex, zeroAddress, zeroHash } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { riskParametersAbi } from '../../abi/index.ts'
import type { HomeChange } from '../../governance/document.ts'
import { encodeChange } from '../../governance/encodeProposal.ts'
import {
  boundsGroups,
  boundsSpecs,
  freshnessSpecs,
  policySpecs,
  sourceSpecs,
} from '../../governance/fields.ts'
import {
  completeDraft,
  encodeProposal,
  fromAbiConfig,
  type MarketConfig,
  ProposalError,
} from '../../governance/index.ts'
import { type ChainClient, createChainClient } from '../../stack/local/chainClient.ts'
import type { Stack } from '../../stack/local/stack.ts'
import { startStack } from '../../stack/local/startStack.ts'
import { testSeed } from '../generators/random.ts'
import { anyConfig } from './support/documents.ts'
import { localConfig } from './support/localMarket.ts'

const rationale = 'A reason'
/** Values of a field that no calldata can exceed. */
const typeMaxima = [2n ** 32n - 1n, 2n ** 40n - 1n, 2n ** 16n - 1n]
const market = stringToHex('weth-usd', { size: 32 })

/** Contracts at random addresses do not exist. */
const noContracts = {
  pool: zeroAddress,
  nativePool: zeroAddress,
  gasPriceOracle: zeroAddress,
  priceFeed: zeroAddress,
  maxPriceDeviationPips: 0n,
} as const

const toAddition = (id: Hex, { fallbackVector, ...config }: MarketConfig): HomeChange => ({
  change: 'market',
  market: id,
  rationale,
  ...config,
  fallback: fallbackVector,
})

let folder: string
let stack: Stack
let client: ChainClient

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-governance-'))
  stack = await startStack({ folder, index: false, market: 'none' })
  client = createChainClient(stack.urls.rpc)
  const { timelock } = stack.addresses.governance
  await client.impersonateAccount({ address: timelock })
  await client.setBalance({ address: timelock, value: parseEther('100') })
}, 600_000)

afterAll(async () => {
  await stack?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Whether the contract takes a call of the timelock; it changes nothing. */
async function isTaken(calldata: Hex): Promise<boolean> {
  const { timelock, riskParameters } = stack.addresses.governance
  try {
    await client.call({ account: timelock, to: riskParameters, data: calldata })
    return true
  } catch (error) {
    const message = (error as Error).message
    if (!/revert/i.test(message)) throw error
    return false
  }
}

async function execute(change: HomeChange): Promise<void> {
  const { timelock: account, riskParameters } = stack.addresses.governance
  const [data = '0x'] = encodeProposal(
    { title: 'A title', summary: '', changes: [change] },
    { riskParameters },
  ).calldatas
  const hash = await client.sendTransaction({ account, to: riskParameters, data, chain: null })
  expect(await client.waitForTransactionReceipt({ hash })).toMatchObject({ status: 'success' })
}

/** Whether a draft of the change is completed; that it may change nothing is not the contract's matter. */
function isCompleted(change: HomeChange, config: MarketConfig): boolean {
  try {
    const draft = { title: 'A title', summary: '', changes: [change] }
    completeDraft(draft, new Map([[market, config]]))
    return true
  } catch (error) {
    if (!(error instanceof ProposalError)) throw error
    return error.issues.every(({ got }) => got === 'what is in force already')
  }
}

describe('a real RiskParameters', () => {
  test('default: takes every random configuration, and stores what the document says', async () => {
    const configs = fc.sample(anyConfig, { seed: testSeed(), numRuns: 40 })
    for (const [index, random] of configs.entries()) {
      const id = stringToHex(`market-${index}`, { size: 32 })
      // The contract calls a model that is voted: one at a random address has no code.
      const standard = { model: zeroAddress, coreHash: zeroHash } as const
      const config = { ...random, ...standard, source: { ...random.source, ...noContracts } }
      await execute(toAddition(id, config))
      const stored = await client.readContract({
        address: stack.addresses.governance.riskParameters,
        abi: riskParametersAbi,
        functionName: 'marketConfig',
        args: [id],
      })
      expect(fromAbiConfig(stored)).toEqual(config)
      const { policy, bounds, fallbackVector: fallback, freshness, reporters, threshold } = config
      const on = { market: id, rationale }
      const setters: HomeChange[] = [
        { change: 'policy', ...on, policy },
        { change: 'bounds', ...on, bounds },
        { change: 'fallback', ...on, fallback },
        { change: 'freshness', ...on, freshness },
        { change: 'source', ...on, source: config.source },
        { change: 'reporters', ...on, reporters, threshold },
        { change: 'resume', ...on },
      ]
      for (const setter of setters) expect(await isTaken(encodeChange(setter))).toBe(true)
    }
  }, 600_000)

  test('behavior: takes the ends of each range and refuses what is just outside, as documents do', async () => {
    // Wide enough that each field may go to both ends of its range alone.
    const wide: MarketConfig = { ...localConfig, source: { ...localConfig.source, ...noContracts } }
    wide.freshness = { maxAgeSec: 31_557_600n, reportAgeSec: 1n, reportAgeBlocks: 1n }
    wide.bounds = {
      ...wide.bounds,
      min: Object.fromEntries(boundsGroups.min.map(({ field }) => [field, 0n])) as never,
      max: Object.fromEntries(boundsGroups.max.map(({ field, max }) => [field, max])) as never,
    }
    wide.fallbackVector = wide.bounds.min
    await execute(toAddition(market, wide))
    const on = { market, rationale }
    const cases: { path: string; change: HomeChange; isAllowed: boolean }[] = []
    const probe = (
      path: string,
      { min, max }: { min: bigint; max: bigint },
      make: (value: bigint) => HomeChange,
    ) => {
      for (const value of [min - 1n, min, max, max + 1n]) {
        // What no calldata can hold needs no rule.
        if (value < 0n || (value > max && typeMaxima.includes(max))) continue
        const isAllowed = value >= min && value <= max
        cases.push({ path: `${path} ${value}`, change: make(value), isAllowed })
      }
    }
    for (const spec of policySpecs) {
      probe(spec.name, spec, (value) => {
        return { change: 'policy', ...on, policy: { ...wide.policy, [spec.field]: value } }
      })
    }
    for (const spec of boundsGroups.max.filter((own) => own.noLimit === undefined)) {
      probe(`max.${spec.name}`, spec, (value) => {
        const max = { ...wide.bounds.max, [spec.field]: value }
        return { change: 'bounds', ...on, bounds: { ...wide.bounds, max } }
      })
    }
    for (const spec of boundsGroups.budget) {
      probe(`budget.${spec.name}`, spec, (value) => {
        const budget = { ...wide.bounds.budget, [spec.field]: value }
        return { change: 'bounds', ...on, bounds: { ...wide.bounds, budget } }
      })
      if (spec.noLimit === spec.max) continue
      const budget = { ...wide.bounds.budget, [spec.field]: spec.noLimit }
      const change = { change: 'bounds', ...on, bounds: { ...wide.bounds, budget } } as const
      cases.push({ path: `budget.${spec.name} without limit`, change, isAllowed: true })
    }
    for (const spec of boundsSpecs.filter((own) => own.min > 0n)) {
      probe(spec.name, spec, (value) => {
        return { change: 'bounds', ...on, bounds: { ...wide.bounds, [spec.field]: value } }
      })
    }
    for (const spec of freshnessSpecs) {
      const min = spec.field === 'maxAgeSec' ? wide.policy.epochSec : spec.min
      // This chain keeps as many hashes as EIP-2935 says.
      const max = spec.field === 'reportAgeBlocks' ? 8_191n : spec.max
      probe(spec.name, { min, max }, (value) => {
        return { change: 'freshness', ...on, freshness: { ...wide.freshness, [spec.field]: value } }
      })
    }
    for (const spec of sourceSpecs) {
      // No feed is named here.
      const max = spec.field === 'maxPriceDeviationPips' ? 0n : spec.max
      probe(spec.name, { min: spec.min, max }, (value) => {
        return { change: 'source', ...on, source: { ...wide.source, [spec.field]: value } }
      })
    }
    const { reporters } = wide
    probe('threshold', { min: 1n, max: BigInt(reporters.length) }, (threshold) => {
      return { change: 'reporters', ...on, reporters, threshold }
    })
    const addresses = Array.from(
      { length: 33 },
      (_, index) => `0x${(index + 1).toString(16).padStart(40, '0')}` as const,
    )
    probe('reporters', { min: 1n, max: 32n }, (length) => {
      return {
        change: 'reporters',
        ...on,
        reporters: addresses.slice(0, Number(length)),
        threshold: 1n,
      }
    })
    // Not those in a wrong order: a draft's are sorted.
    const wrong = [[addresses[0], addresses[0]], [zeroAddress]]
    for (const list of wrong as Hex[][]) {
      const change = { change: 'reporters', ...on, reporters: list, threshold: 1n } as const
      cases.push({ path: `reporters ${list}`, change, isAllowed: false })
    }
    // The standard model has no hash of its own.
    for (const coreHash of [zeroHash, `0x${'1'.repeat(64)}`] as const) {
      const model = { markets: [market], model: zeroAddress, coreHash }
      const change = { change: 'model', rationale, ...model } as const
      cases.push({ path: `core ${coreHash}`, change, isAllowed: coreHash === zeroHash })
    }
    for (const [min, max] of [
      [1n, 1n],
      [1n, 0n],
    ] as const) {
      const bounds = { ...wide.bounds, budgetWindowSec: 1n }
      bounds.min = { ...bounds.min, bandPips: min }
      bounds.max = { ...bounds.max, bandPips: max }
      const fallback = { ...wide.fallbackVector, bandPips: min }
      const config = { ...wide, bounds, fallbackVector: fallback }
      const id = stringToHex('another', { size: 32 })
      cases.push({
        path: `min ${min}, max ${max}`,
        change: toAddition(id, config),
        isAllowed: min <= max,
      })
    }
    const disagreements: string[] = []
    for (const { path, change, isAllowed } of cases) {
      const isTakenHere = await isTaken(encodeChange(change))
      const isDrafted = isCompleted(change, wide)
      if (isTakenHere !== isAllowed || isDrafted !== isAllowed) {
        disagreements.push(`${path}: contract ${isTakenHere}, document ${isDrafted}`)
      }
    }
    expect(disagreements).toEqual([])
    expect(cases.length).toBeGreaterThan(90)
  }, 600_000)
})
