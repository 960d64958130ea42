import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Core, loadCore, type Parameters, type Row } from '../../core/index.ts'
import { anyChain, type Chain, rowsOf } from '../generators/chains.ts'
import { Random, scaled, scaledTimeout, testSeed } from '../generators/random.ts'
import { stepChains } from '../generators/steps.ts'
import { type ObservationField, observationFields } from '../oracle/domain.ts'
import { type Claim, claims, inspectChain } from './directions.ts'
import { type EngineName, type EngineUnderTest, engineNames, startEngine } from './engines.ts'
import { Breaches } from './report.ts'

/** Chains of up to eight values for each field: at random places, and across a step of an output. */
const CHAINS: Record<EngineName, { anywhere: number; acrossSteps: number }> = {
  wasm: { anywhere: scaled(12_000), acrossSteps: scaled(3_000) },
  evm: { anywhere: scaled(150), acrossSteps: scaled(80) },
}
const CHAINS_AT_ONCE = 2_000
const seed = testSeed()

/** One cell and one field that belongs to its cause, with what the chains showed about them. */
interface Finding {
  claim: Claim
  breaches: Breaches
  changes: number
}

function* chainsFor(core: Core, name: EngineName, field: ObservationField): Generator<Chain[]> {
  const random = new Random(seed + observationFields.indexOf(field))
  const { anywhere, acrossSteps } = CHAINS[name]
  const evaluateBatch = (rows: readonly Row[]) => core.evaluateBatch(rows) as Parameters[]
  for (let left = anywhere; left > 0; left -= CHAINS_AT_ONCE) {
    const length = Math.min(left, CHAINS_AT_ONCE)
    yield Array.from({ length }, () => anyChain(random, field))
  }
  for (let left = acrossSteps; left > 0; left -= CHAINS_AT_ONCE) {
    yield stepChains(random, field, Math.min(left, CHAINS_AT_ONCE), evaluateBatch)
  }
}

function inspectChains(chains: Chain[], outputs: readonly Parameters[], findings: Finding[]): void {
  let start = 0
  for (const chain of chains) {
    const own = outputs.slice(start, start + chain.values.length)
    start += chain.values.length
    for (const finding of findings) {
      const found = inspectChain(chain, own, finding.claim)
      finding.changes += found.changes
      for (const text of found.breaches) finding.breaches.add(text)
    }
  }
}

describe.each(engineNames)('directions of %s', (name) => {
  const findings: Finding[] = claims.map((claim) => ({
    claim,
    breaches: new Breaches(),
    changes: 0,
  }))
  let engine: EngineUnderTest

  beforeAll(async () => {
    const core = await loadCore()
    engine = await startEngine(name)
    for (const field of observationFields) {
      const own = findings.filter((finding) => finding.claim.field === field)
      for (const chains of chainsFor(core, name, field)) {
        const outcomes = await engine.evaluateBatch(rowsOf(chains))
        inspectChains(chains, outcomes as Parameters[], own)
      }
    }
  }, scaledTimeout)

  afterAll(() => engine.close())

  const titled = findings.map(
    (finding) => [`${finding.claim.cell.title} (${finding.claim.field})`, finding] as const,
  )

  test.each(titled)('%s', (_, { claim, breaches, changes }) => {
    breaches.assertNone(seed)
    // A direction that never shows is not proven: the chains must move the output, and often.
    if (claim.direction !== 'unchanged') expect(changes).toBeGreaterThan(CHAINS[name].anywhere / 20)
  })
})
