import { describe, expect, test } from 'vitest'
import { walkForward } from '../../../backtest/statistics/walkForward.ts'
import { createLosses } from '../support/createRun.ts'

/** Ten days; $1 a day on $1,000,000 is 3.6525 bp a year. */
const repeat = (losses: readonly number[]) => losses.map((loss) => loss * 1_000_000)

const early = createLosses('band-1', repeat([1, 1, 1, 1, 1, 1, 9, 9, 9, 9]))
const late = createLosses('band-5', repeat([2, 2, 2, 2, 2, 2, 2, 2, 2, 2]))
const proposal = createLosses('proposal', repeat([3, 3, 3, 3, 3, 3, 3, 3, 3, 4]))
const inForce = createLosses('in-force', repeat([5, 5, 5, 5, 5, 5, 5, 5, 5, 5]))
const oracle = createLosses('oracle', repeat([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]))
const runs = [early, late, proposal, inForce, oracle]

describe('walkForward', () => {
  test('P-117 each fold picks the best plain rule of the folds before it, and no other', () => {
    const folds = walkForward(runs, 0)
    expect(folds.map(({ from, to }) => [from, to])).toEqual([
      ['2022-05-09', '2022-05-10'],
      ['2022-05-11', '2022-05-12'],
      ['2022-05-13', '2022-05-14'],
      ['2022-05-15', '2022-05-16'],
      ['2022-05-17', '2022-05-18'],
    ])
    // The last fold sees 1 six times and 9 twice, which is 3 in the mean, against 2.
    expect(folds.map((fold) => fold.pickedRuleId)).toEqual([
      undefined,
      'band-1',
      'band-1',
      'band-1',
      'band-5',
    ])
    expect(folds[3]).toMatchObject({
      pickedPastJBpYear: '3.652500',
      pickedJBpYear: '32.872500',
      proposalJBpYear: '10.957500',
      inForceJBpYear: '18.262500',
    })
    expect(folds[4]).toMatchObject({ pickedJBpYear: '7.305000', proposalJBpYear: '12.783750' })
  })

  test('P-117 changing a later day never changes what was picked before it', () => {
    const changed = createLosses('band-5', repeat([2, 2, 2, 2, 2, 2, 2, 2, -90, -90]))
    const folds = walkForward([early, changed, proposal, inForce], 0)
    expect(folds.map((fold) => fold.pickedRuleId)).toEqual(
      walkForward(runs, 0).map((fold) => fold.pickedRuleId),
    )
  })

  test('behavior: days within the holding time before a fold are purged', () => {
    // Two days of purge leave the first six days to the last fold, and none to the second.
    const folds = walkForward(runs, 2 * 86_400)
    expect(folds.map((fold) => fold.pickedRuleId)).toEqual([
      undefined,
      undefined,
      'band-1',
      'band-1',
      'band-1',
    ])
  })

  test('behavior: few days make few folds; without the proposal or the policy in force there is none', () => {
    const short = [createLosses('proposal', [1, 1]), createLosses('in-force', [1, 1])]
    expect(walkForward(short, 0).map(({ pickedRuleId }) => pickedRuleId)).toEqual([
      undefined,
      undefined,
    ])
    expect(walkForward([early, proposal], 0)).toEqual([])
  })
})
