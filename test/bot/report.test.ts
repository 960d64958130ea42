import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashTypedData, toHex } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { riskParametersAbi } from '../../abi/index.ts'
import { createReport, createTypedReport, findDifference, toReportArgs } from '../../bot/report.ts'
import { type Observation, observationFields } from '../../core/index.ts'
import { createChainClient } from '../../stack/local/chainClient.ts'
import { LOCAL_MARKET_ID } from '../../stack/local/localMarket.ts'
import type { Stack } from '../../stack/local/stack.ts'
import { startStack } from '../../stack/local/startStack.ts'
import { defaultObservation } from './support/defaultInput.ts'

const block = { number: 7n, hash: toHex(0xabcd, { size: 32 }), timestamp: 1_700_000_399n }
const report = createReport({
  marketId: LOCAL_MARKET_ID,
  observation: defaultObservation,
  block,
  epochSec: 600n,
})

describe('createReport', () => {
  test("default: the closing block and its epoch, rounded down, with the observation's figures", () => {
    expect(report).toEqual({
      marketId: LOCAL_MARKET_ID,
      epoch: 2_833_333n, // 1,700,000,399 is the last second of it
      blockNumber: 7n,
      blockHash: block.hash,
      observation: defaultObservation,
    })
  })

  test('behavior: a second later the next epoch begins', () => {
    const later = { ...block, timestamp: block.timestamp + 1n }
    const { marketId, observation } = report
    expect(createReport({ marketId, observation, block: later, epochSec: 600n }).epoch).toBe(
      2_833_334n,
    )
  })
})

describe('createTypedReport', () => {
  let folder: string
  let stack: Stack

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gimbal-report-'))
    stack = await startStack({ index: false, market: 'none', folder })
  })

  afterAll(async () => {
    await stack?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  test("default: its digest is the contract's, also for the largest values", async () => {
    const { chainId, addresses, urls } = stack
    const { riskParameters } = addresses.governance
    const client = createChainClient(urls.rpc)
    const largest = Object.fromEntries(
      observationFields.map((field) => [
        field,
        field === 'gasUsedRatioPips' ? 2n ** 32n - 1n : 2n ** 64n - 1n,
      ]),
    ) as unknown as Observation
    for (const observation of [defaultObservation, largest]) {
      const signed = { ...report, observation }
      const expected = await client.readContract({
        address: riskParameters,
        abi: riskParametersAbi,
        functionName: 'reportDigest',
        args: [toReportArgs(signed)],
      })
      expect(hashTypedData(createTypedReport({ chainId, riskParameters }, signed))).toBe(expected)
    }
  })
})

describe('findDifference', () => {
  test('default: none between equal reports, in whatever case their bytes are written', () => {
    const shouted = {
      ...report,
      blockHash: `0x${report.blockHash.slice(2).toUpperCase()}` as const,
    }
    expect(findDifference(report, structuredClone(report))).toBeUndefined()
    expect(findDifference(report, shouted)).toBeUndefined()
  })

  test('behavior: every field counts, and the first one is named with both values', () => {
    const marketId = toHex(1, { size: 32 })
    expect(findDifference(report, { ...report, marketId })?.field).toBe('marketId')
    expect(findDifference(report, { ...report, epoch: 0n, blockNumber: 0n })).toEqual({
      field: 'epoch',
      ours: '2833333',
      theirs: '0',
    })
    expect(findDifference(report, { ...report, blockNumber: 8n })?.field).toBe('blockNumber')
    expect(findDifference(report, { ...report, blockHash: marketId })?.field).toBe('blockHash')
    for (const field of observationFields) {
      const observation = { ...report.observation, [field]: 1n }
      expect(findDifference(report, { ...report, observation })).toEqual({
        field: `observation.${field}`,
        ours: `${report.observation[field]}`,
        theirs: '1',
      })
    }
  })
})
