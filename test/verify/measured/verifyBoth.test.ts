import type { Address } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evidenceCheckerAbi } from '../../../abi/index.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { send } from '../../../stack/local/chainClient.ts'
import { verifyUpdate } from '../../../verify/verifyUpdate.ts'
import { type MeasuredChain, startMeasuredChain } from '../support/measuredChain.ts'
import { createProvenMarket } from '../support/provenMarket.ts'

const patience = 600_000
const tolerances = {
  depthPips: 500_000,
  nativePricePips: 500_000,
  navPips: 500_000,
  averagesPips: 2_000_000,
  baseFeePips: 4_000_000_000,
  gasUsedRatioPips: 1_000_000,
  toldPips: 500_000,
}

let chain: MeasuredChain
let market: ReturnType<typeof createProvenMarket>
let checker: Address

beforeAll(async () => {
  chain = await startMeasuredChain()
  market = createProvenMarket(chain)
  checker = await market.deploy('EvidenceChecker', {}, tolerances)
  const signers = localAccounts.reporters
    .map(({ address }) => address)
    .toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
    .slice(0, 2)
  await market.setReporters([...signers, checker], 3)
  await market.trade(16)
  await market.measure(checker)
  await market.trade(8)
}, patience)

afterAll(async () => {
  await chain?.stop()
})

describe('verifyUpdate of an update that was signed and measured', { timeout: patience }, () => {
  test('P-183 both are rebuilt: what was signed to the bit, and that it lies near what was measured', async () => {
    await chain.passUntilObservation()
    const [report, signatures] = await chain.sign(await chain.measure())
    const args = [report, signatures, 0n]
    await send(chain.client, localAccounts.operator, {
      address: checker,
      abi: evidenceCheckerAbi,
      functionName: 'push',
      args,
    })
    const { evidence, update } = await chain.readLatest()
    expect(update.evidenceKind).toBe('both')
    const steps = await verifyUpdate(evidence, update)
    expect(steps.flatMap(({ differences }) => differences)).toEqual([])
    expect(steps.slice(0, 5).map(({ name }) => name)).toEqual([
      ...['evidence', 'observation', 'portfolio', 'measured', 'kept'],
    ])
    // The report is in the input of the call of the checker.
    expect(steps[0]?.text).toContain(', configuration 0x')
    expect(steps[3]?.text).toMatch(/depthUsd6 \d+ \(signed [+-]\d+\.\d\d %\)/)

    const { observation } = update
    const far = { ...observation, depthUsd6: observation.depthUsd6 * 2n }
    const found = (await verifyUpdate(evidence, { ...update, observation: far })).flatMap(
      ({ name, differences }) => differences.map((difference) => `${name}: ${difference}`),
    )
    expect(found).toContainEqual(
      expect.stringMatching(
        `^measured: depthUsd6: signed ${far.depthUsd6}, allowed is \\d+ to \\d+$`,
      ),
    )
    expect(found).toContainEqual(expect.stringMatching(/^observation: depthUsd6: stored/))
    expect(found).toContain('evidence: report: the transaction brings no report with this evidence')
  })
})
