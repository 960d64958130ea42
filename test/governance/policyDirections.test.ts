import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Core, loadCore, type Policy, parameterFields } from '../../core/index.ts'
import { policySpecs } from '../../governance/fields.ts'
import { isLooser } from '../../governance/index.ts'
import { scaled, testSeed } from '../generators/random.ts'

/** A number of a range, as often small as large. */
const anyWithin = (min: bigint, max: bigint): fc.Arbitrary<bigint> =>
  fc.oneof(
    fc.bigInt({ min, max }),
    fc
      .double({ min: 0, max: 1, noNaN: true })
      .map((share) => min + BigInt(Math.floor(Number(max - min + 1n) ** share)) - 1n),
  )

describe('the directions of the policy', () => {
  let core: Core
  beforeAll(async () => {
    core = await loadCore()
  })

  const anyInputs = () => {
    const { observation, policy } = core.domain
    const anyGroup = (ranges: Record<string, { min: bigint; max: bigint }>) =>
      fc.record(
        Object.fromEntries(
          Object.entries(ranges).map(([field, { min, max }]) => [field, anyWithin(min, max)]),
        ),
      )
    return [anyGroup(observation), anyGroup(policy)] as unknown as [
      fc.Arbitrary<never>,
      fc.Arbitrary<Policy>,
    ]
  }

  test.each(policySpecs.filter(({ looser }) => looser !== 'neither'))(
    'default: $name moves every parameter the way that the diff says, or not at all',
    ({ field, looser, min, max }) => {
      fc.assert(
        fc.property(...anyInputs(), anyWithin(min, max), (observation, policy, other) => {
          const [low, high] = [policy[field], other].toSorted((a, b) => (a < b ? -1 : 1))
          const tight = looser === 'up' ? low : high
          const loose = looser === 'up' ? high : low
          const [from, to] = [tight, loose].map((value) =>
            core.evaluate(observation, { ...policy, [field]: value as bigint }),
          )
          const wrong = parameterFields.filter(
            (name) => from && to && isLooser(name, to[name], from[name]),
          )
          expect(wrong).toEqual([])
        }),
        { seed: testSeed(), numRuns: scaled(2_000) },
      )
    },
  )

  test.each(policySpecs.filter(({ looser, name }) => looser === 'neither' && name !== 'txSize'))(
    'behavior: $name has no direction, since it moves parameters both ways',
    ({ field, min, max }) => {
      const ways = new Set<boolean>()
      fc.assert(
        fc.property(...anyInputs(), anyWithin(min, max), (observation, policy, other) => {
          const [low = 0n, high = 0n] = [policy[field], other].toSorted((a, b) => (a < b ? -1 : 1))
          const from = core.evaluate(observation, { ...policy, [field]: low })
          const to = core.evaluate(observation, { ...policy, [field]: high })
          for (const name of parameterFields) {
            if (from[name] !== to[name]) ways.add(isLooser(name, from[name], to[name]))
          }
        }),
        { seed: testSeed(), numRuns: scaled(2_000) },
      )
      expect(ways.size).toBe(2)
    },
  )
})
