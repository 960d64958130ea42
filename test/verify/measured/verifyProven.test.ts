import type { Address } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyUpdate } from '../../../verify/verifyUpdate.ts'
import { type MeasuredChain, startMeasuredChain } from '../support/measuredChain.ts'
import { createProvenMarket } from '../support/provenMarket.ts'

const patience = 600_000
const SWAP_QUOTE = 2_000_000_000_000n

let chain: MeasuredChain
let market: ReturnType<typeof createProvenMarket>
let reporter: Address

beforeAll(async () => {
  chain = await startMeasuredChain()
  market = createProvenMarket(chain)
  reporter = await market.deploy('ProvenReporter')
  await market.setReporters([reporter], 1)
  await trade(20)
  await market.measure(reporter)
}, patience)

afterAll(async () => {
  await chain?.stop()
})

/** Minutes with a swap in each. */
async function trade(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    await chain.pass(47)
    await chain.swap(SWAP_QUOTE / BigInt(1 + (minute % 7)))
  }
}

describe('verifyUpdate of a proven update', { timeout: patience }, () => {
  test('P-183 default', async () => {
    await trade(12)
    await market.push(reporter)
    const { evidence, update } = await market.readLatest()
    const steps = await verifyUpdate(evidence, update)
    for (const { name, text, differences } of steps) console.log(name, text, differences)
    expect(update.evidenceKind).toBe('proven')
    expect(steps.flatMap(({ differences }) => differences)).toEqual([])
  })
})
