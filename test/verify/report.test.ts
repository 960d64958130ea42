import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashTypedData, toHex, zeroAddress } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { riskParametersAbi } from '../../abi/index.ts'
import { observationFields, unpackEvidence } from '../../core/index.ts'
import { createChainClient } from '../../stack/local/chainClient.ts'
import { LOCAL_MARKET_ID } from '../../stack/local/localMarket.ts'
import type { Stack } from '../../stack/local/stack.ts'
import { startStack } from '../../stack/local/startStack.ts'
import {
  createReport,
  createTypedReport,
  findDifference,
  toReportArgs,
} from '../../verify/report.ts'
import { CONFIG, defaultObservation } from '../bot/support/defaultInput.ts'

const block = { number: 7n, hash: toHex(0xabcd, { size: 32 }), timestamp: 1_700_000_399n }
const report = createReport({
  marketId: LOCAL_MARKET_ID,
  config: CONFIG,
  observation: defaultObservation,
  block,
})

describe('createReport', () => {
  test("default: the closing block and its time, with the observation's figures and what they were measured under", () => {
    expect(report).toEqual({
      marketId: LOCAL_MARKET_ID,
      config: CONFIG,
      observedAt: 1_700_000_399n,
      blockNumber: 7n,
      blockHash: block.hash,
      observation: defaultObservation,
    })
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
    // All bits that the two words of the evidence have for them.
    const largest = unpackEvidence([2n ** 225n - 1n, 2n ** 256n - 1n])
    for (const observation of [defaultObservation, largest]) {
      const signed = { ...report, observation, observedAt: 2n ** 40n - 1n }
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
    expect(findDifference(report, { ...report, observedAt: 0n, blockNumber: 0n })).toEqual({
      field: 'observedAt',
      ours: '1700000399',
      theirs: '0',
    })
    expect(findDifference(report, { ...report, config: zeroAddress })?.field).toBe('config')
    expect(findDifference(report, { ...report, blockNumber: 8n })?.field).toBe('blockNumber')
    expect(findDifference(report, { ...report, blockHash: marketId })?.field).toBe('blockHash')
    for (const field of observationFields) {
      const observation = { ...report.observation, [field]: 3n }
      expect(findDifference(report, { ...report, observation })).toEqual({
        field: `observation.${field}`,
        ours: `${report.observation[field]}`,
        theirs: '3',
      })
    }
  })
})
