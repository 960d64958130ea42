import { createPublicClient } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPlans, readVault } from '../../../client/vaults/readVault.ts'
import { readVaultLogs } from '../../../client/vaults/readVaultLogs.ts'
import { nodeTransport } from '../../../http/nodeTransport.ts'
import { type MeasuredChain, startMeasuredChain } from '../../verify/support/measuredChain.ts'

const patience = 120_000

let chain: MeasuredChain

beforeAll(async () => {
  chain = await startMeasuredChain()
}, patience)

afterAll(async () => {
  await chain?.stop()
})

const createClient = (url = chain.network.rpcUrl) =>
  createPublicClient({ transport: nodeTransport(url, { batch: { wait: 0 }, retryCount: 0 }) })

describe('readVault', { timeout: patience }, () => {
  test('default: a vault that nobody has traded for yet, and what it would do', async () => {
    const client = createClient()
    const head = await client.getBlockNumber()
    const vault = await readVault(client, chain.network.vault, head)
    if (vault.kind !== 'vault') throw new Error(`it is ${vault.kind}`)
    expect(vault).toMatchObject({
      isCppi: false,
      weightPips: 500_000n,
      epochSec: 600n,
      quote: { decimals: 6 },
      risky: { symbol: 'WETH', decimals: 18 },
    })
    // All of it is in dollars: half of it is to be bought.
    expect(vault.plan).toMatchObject({ weightPips: 0n, driftPips: 500_000n, sellsRisky: false })
    const { fundedAtBlock, trades } = await readVaultLogs(client, chain.network.vault, 1n, head)
    expect(fundedAtBlock).toBeGreaterThan(1n)
    expect(trades).toEqual([])
    const [before, after] = await readPlans(client, chain.network.vault, [
      (fundedAtBlock ?? 0n) - 1n,
      fundedAtBlock ?? 0n,
    ])
    expect([before?.reason, before?.navQuote]).toEqual(['empty', 0n])
    expect(after?.navQuote).toBe(10_000_000_000_000n)
  })

  test('behavior: what is no vault, or nothing, tells nothing', async () => {
    const client = createClient()
    const head = await client.getBlockNumber()
    const { pools } = chain.network
    expect(await readVault(client, pools[0]?.address ?? '0x', head)).toEqual({ kind: 'silent' })
    const nowhere = '0x00000000000000000000000000000000000000f1'
    expect(await readVault(client, nowhere, head)).toEqual({ kind: 'silent' })
  })

  test('error: a node that does not answer is no vault that is silent', async () => {
    const client = createClient('http://127.0.0.1:9')
    await expect(readVault(client, chain.network.vault, 1n)).rejects.toThrow(/HTTP request failed/)
  })
})
