import { readFile } from 'node:fs/promises'
import { keccak256 } from 'viem'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  CoreUnavailableError,
  LaneCountError,
  loadStrategies,
  MissingFieldError,
  OutOfDomainError,
  type Strategies,
  WrongTypeError,
} from '../../../core/index.ts'
import { gapRanges } from '../../generators/strategies.ts'

const builtUrl = new URL('../../../build/core/strategies.wasm', import.meta.url)
const coreUrl = new URL('../../../build/core.wasm', import.meta.url)

const option = {
  spotUsd6: 1_000_000n,
  strikeUsd6: 1_000_000n,
  varianceWad: 10n ** 18n,
  timeToExpirySec: 86_400n,
}
const position = { lowerTick: -10n, upperTick: 10n, tick: 0n, varianceWad: 0n }
const gap = {
  varianceWad: 10n ** 18n,
  zE4: 30_000n,
  zJumpE4: 0n,
  delaySec: 60n,
  slippageCapPips: 1n,
  maintenancePips: 1n,
  topUpPips: 1n,
  liquidationThresholdPips: 1n,
  healthPips: 0n,
}
const loan = {
  spotUsd6: 1_000_000n,
  collateralWad: 10n ** 18n,
  debtUsd6: 1n,
  liquidationThresholdPips: 1_000_000n,
  varianceWad: 10n ** 18n,
  timeToExpirySec: 1n,
  bufferPips: 0n,
}

const limits = {
  priceOption: {
    spotUsd6: [1n, 10n ** 13n],
    strikeUsd6: [1n, 10n ** 14n],
    varianceWad: [1n, 9n * 10n ** 18n],
    timeToExpirySec: [0n, 315_576_000n],
  },
  measureLp: {
    lowerTick: [-887_272n, 887_271n],
    upperTick: [-887_272n, 887_272n],
    tick: [-887_272n, 887_272n],
    varianceWad: [0n, 9n * 10n ** 18n],
  },
  measureGap: gapRanges,
  overlayPuts: {
    spotUsd6: [1n, 10n ** 13n],
    collateralWad: [1n, 10n ** 27n],
    debtUsd6: [0n, 10n ** 18n],
    liquidationThresholdPips: [1n, 1_000_000n],
    varianceWad: [1n, 9n * 10n ** 18n],
    timeToExpirySec: [1n, 315_576_000n],
    bufferPips: [0n, 1_000_000n],
  },
} as const

function catchError(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

describe('loadStrategies', () => {
  let strategies: Strategies

  beforeAll(async () => {
    strategies = await loadStrategies()
  })

  const inputs = {
    priceOption: option,
    measureLp: position,
    measureGap: gap,
    overlayPuts: loan,
  } as const
  const call = (name: keyof typeof inputs, input: Record<string, unknown>): unknown =>
    (strategies[name] as (value: unknown) => unknown)(input)

  test('default: the module of the checkout, named by its hash', async () => {
    const bytes = new Uint8Array(await readFile(builtUrl))
    expect(strategies.hash).toBe(keccak256(bytes))
    expect((await loadStrategies(bytes)).hash).toBe(strategies.hash)
  })

  test.each(Object.keys(inputs) as (keyof typeof inputs)[])(
    'P-105 %s refuses the first field outside its domain, by name and with its limits',
    (name) => {
      const input = inputs[name]
      call(name, input)
      const fields = Object.entries(limits[name]) as [string, readonly [bigint, bigint]][]
      const outside = Object.fromEntries(fields.map(([field, [, max]]) => [field, max + 1n]))
      for (const [index, [field, [min, max]]] of fields.entries()) {
        const fine = Object.keys(input).slice(0, index)
        const rest = Object.fromEntries(
          fine.map((before) => [before, input[before as keyof typeof input]]),
        )
        for (const value of [min - 1n, max + 1n]) {
          const error = catchError(() => call(name, { ...outside, ...rest, [field]: value }))
          expect(error).toBeInstanceOf(OutOfDomainError)
          expect(error).toMatchObject({ field, value, min, max })
          expect((error as Error).message).not.toContain('a value of its type')
        }
        const untyped = catchError(() => call(name, { ...outside, ...rest, [field]: 1 }))
        expect(untyped).toBeInstanceOf(WrongTypeError)
        const missing = catchError(() => call(name, { ...outside, ...rest, [field]: undefined }))
        expect(missing).toBeInstanceOf(MissingFieldError)
        expect(missing).toMatchObject({ field })
      }
    },
  )

  test('P-105 a range of ticks that is empty or inverted is refused', () => {
    for (const upperTick of [-10n, -11n]) {
      const error = catchError(() => strategies.measureLp({ ...position, upperTick }))
      expect(error).toMatchObject({ field: 'upperTick', min: -9n, max: 887_272n })
    }
  })

  test('P-105 variances to forecast from are refused by their place', () => {
    const refuse = (variances: unknown[], steps?: unknown) =>
      catchError(() => strategies.averageVarianceWad(variances as bigint[], steps as bigint))
    expect(refuse([])).toBeInstanceOf(MissingFieldError)
    expect(refuse([1n, -1n])).toMatchObject({ field: 'variancesWad[1]', value: -1n })
    expect(refuse([1n, 10n ** 22n + 1n])).toBeInstanceOf(OutOfDomainError)
    expect(refuse([1n, 2])).toBeInstanceOf(WrongTypeError)
    expect(refuse([1n], 0n)).toMatchObject({ field: 'stepsPerDay', min: 1n, max: 86_400n })
    expect(
      catchError(() =>
        strategies.harVarianceWad({ dayWad: 1n, weekWad: -1n, monthWad: 1n, longRunWad: 1n }),
      ),
    ).toMatchObject({ field: 'weekWad' })
    expect(
      catchError(() => strategies.blendVarianceWad({ averageWad: 1n, impliedWad: 10n ** 23n })),
    ).toMatchObject({ field: 'impliedWad' })
  })

  test.each([
    ['rows[1].strikeUsd6', 5, 0, OutOfDomainError],
    ['rows[0].spotUsd6', 0, 10 ** 13 + 1, OutOfDomainError],
    ['rows[1].timeToExpirySec', 7, -1, OutOfDomainError],
    ['rows[0].varianceWad', 2, Number.NaN, WrongTypeError],
    ['rows[0].varianceWad', 2, Number.POSITIVE_INFINITY, WrongTypeError],
    ['rows[1].spotUsd6', 4, 1.5, WrongTypeError],
  ])('P-105 lanes are refused by row and field: %s', (field, lane, value, type) => {
    const lanes = Float64Array.of(1, 1, 1, 0, 1, 1, 1, 0)
    lanes[lane] = value
    const error = catchError(() => strategies.priceOptionLanes(lanes))
    expect(error).toBeInstanceOf(type)
    expect(error).toMatchObject({ field })
    expect((error as Error).message).not.toContain('a value of its type')
  })

  test('error: lanes that are no whole rows, or no room for the results', () => {
    const lanes = Float64Array.of(1, 1, 1, 0)
    expect(catchError(() => strategies.priceOptionLanes(lanes.subarray(1)))).toBeInstanceOf(
      LaneCountError,
    )
    const error = catchError(() => strategies.priceOptionLanes(lanes, new Float64Array(5)))
    expect(error).toBeInstanceOf(LaneCountError)
    expect((error as Error).message).toBe(
      'the array for the results holds 5 lanes, allowed are 6; give 6 for each of the 1 rows',
    )
  })

  test('error: not there, or another module', async () => {
    await expect(loadStrategies(coreUrl)).rejects.toThrow(
      /the Wasm strategies .*core.wasm has no export "priceOptions": it is another module/,
    )
    const elsewhere = loadStrategies(new URL('elsewhere.wasm', builtUrl))
    await expect(elsewhere).rejects.toBeInstanceOf(CoreUnavailableError)
  })
})
