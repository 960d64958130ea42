import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadCore } from '../../core/index.ts'
import { deployTwinContract, type TwinContract } from '../../verify/evm/twinContract.ts'
import { inputFields } from '../oracle/domain.ts'
import { parseDecimal, type Rational } from '../oracle/rational.ts'
import { withinTolerance } from '../oracle/tolerance.ts'

interface Vector {
  id: number
  input: Record<string, string>
  expected: Record<string, string>
}

/** Parts of the model, from k and c or from a time: outputs in a fixed order. */
interface Parts {
  bands(input: Record<string, bigint>): Promise<bigint[]>
  gap(input: Record<string, bigint>): Promise<bigint[]>
}

function readCases(name: string): Vector[] {
  const url = new URL(`../vectors/strategies/${name}.ndjson`, import.meta.url)
  const lines = readFileSync(url, 'utf8').trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as Vector)
}

/** The real value under the cap that the output has. */
function capped(text: string, cap: bigint): Rational {
  const real = parseDecimal(text)
  return real.num > cap * real.den ? { num: cap, den: 1n } : real
}

/** A depth and a portfolio whose quotient is the given one, which is all that the lot needs. */
function marketOf(impactWad: bigint): { depthUsd6: bigint; navUsd6: bigint } {
  let depthUsd6 = 10n ** 18n
  let navUsd6 = impactWad
  for (; navUsd6 >= 2n ** 64n; navUsd6 /= 10n) depthUsd6 /= 10n
  return { depthUsd6, navUsd6 }
}

const bandOutputs = [
  'leavePips',
  'returnPips',
  'lotPips',
  'leaveHorizonPips',
  'returnHorizonPips',
] as const

async function wasmParts(): Promise<Parts> {
  const { exports } = await loadCore()
  const raw = exports as unknown as {
    memory: WebAssembly.Memory
    reserve(bytes: number): number
    computeBandsRow(gasWad: bigint, costPips: bigint, input: number, output: number): void
    computeGapRow(input: number, output: number): void
  }
  const address = raw.reserve(1024)
  const lanes = () => new BigUint64Array(raw.memory.buffer, address, 128)
  const write = (values: Partial<Record<string, bigint>>): void => {
    lanes().fill(0n)
    for (const [lane, { group, field }] of inputFields.entries()) {
      lanes()[lane] = values[`${group}.${field}`] ?? 0n
    }
  }
  const output = address + 8 * inputFields.length
  const read = (count: number) => [...lanes().slice(inputFields.length, inputFields.length + count)]
  return {
    async bands(input) {
      const { depthUsd6, navUsd6 } = marketOf(input.impactWad as bigint)
      write({
        'policy.curvaturePips': input.curvaturePips,
        'policy.riskAversionE4': input.riskAversionE4,
        'observation.depthUsd6': depthUsd6,
        'observation.navUsd6': navUsd6,
        'observation.varianceWad': input.varianceWad,
        'observation.horizonSec': input.horizonSec,
      })
      const { costFixedWad, costPropPips } = input as { costFixedWad: bigint; costPropPips: bigint }
      raw.computeBandsRow(costFixedWad, costPropPips, address, output)
      return read(5)
    },
    async gap(input) {
      write({
        'observation.varianceWad': input.varianceWad,
        'policy.zE4': input.zE4,
        'policy.zJumpE4': input.zJumpE4,
        'policy.executionDelaySec': input.delaySec,
        'policy.slippageCapPips': input.slippageCapPips,
      })
      raw.computeGapRow(address, output)
      return read(2)
    },
  }
}

function evmParts(twin: TwinContract): Parts {
  return {
    async bands(i) {
      const { depthUsd6, navUsd6 } = marketOf(i.impactWad as bigint)
      const result = await twin.call('computeBands', [
        i.costFixedWad,
        i.costPropPips,
        i.curvaturePips,
        i.riskAversionE4,
        depthUsd6,
        navUsd6,
        i.varianceWad,
        i.horizonSec,
      ])
      return [...(result as bigint[])]
    },
    async gap(i) {
      const operands = [i.varianceWad, i.zE4, i.zJumpE4, i.delaySec, i.slippageCapPips]
      return [...((await twin.call('computeGap', operands)) as bigint[])]
    },
  }
}

const toBigints = (texts: Record<string, string>): Record<string, bigint> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, BigInt(text)]))

describe.each(['wasm', 'evm'])('parts of the model on %s', (name) => {
  let twin: TwinContract | undefined
  let parts: Parts

  beforeAll(async () => {
    if (name === 'wasm') {
      parts = await wasmParts()
    } else {
      twin = await deployTwinContract()
      parts = evmParts(twin)
    }
  }, 600_000)

  afterAll(() => twin?.close())

  test('P-24 the 400 reference bands are met, from k and c, with and without a horizon', async () => {
    const cases = readCases('band')
    expect(cases).toHaveLength(400)
    for (const { id, input, expected } of cases) {
      const results = await parts.bands(toBigints(input))
      for (const [i, output] of bandOutputs.entries()) {
        const real = capped(expected[output] as string, 1_000_000n)
        const message = `${id} ${output}: ${results[i]}, ${expected[output]}`
        expect(withinTolerance(results[i] as bigint, real), message).toBe(true)
      }
    }
  }, 120_000)

  test('P-24 the 300 reference gaps and CPPI multipliers are met', async () => {
    const cases = readCases('gap')
    expect(cases).toHaveLength(300)
    for (const { id, input, expected } of cases) {
      const [gapPips, multiplierE3] = (await parts.gap(toBigints(input))) as [bigint, bigint]
      const gap = capped(expected.gapPips as string, 40_000_000n)
      expect(withinTolerance(gapPips, gap), `${id} gap: ${gapPips}`).toBe(true)
      const multiplier = capped(expected.cppiMultiplierE3 as string, 65_535n)
      expect(withinTolerance(multiplierE3, multiplier), `${id} CPPI: ${multiplierE3}`).toBe(true)
    }
  }, 120_000)
})
