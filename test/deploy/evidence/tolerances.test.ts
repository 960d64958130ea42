import { describe, expect, test } from 'vitest'
import { defaultTolerances, parseTolerances } from '../../../deploy/evidence/tolerances.ts'

describe('parseTolerances', () => {
  test('default: what is not named keeps its default', () => {
    expect(parseTolerances('depth=7.5, nav=0')).toEqual({
      ...defaultTolerances,
      depthPips: 75_000,
      navPips: 0,
    })
  })

  test.each([
    ['debt=1', /the tolerance debt=1 is unknown; give NAME=PERCENT, with a name of depth,/],
    ['depth', /the tolerance depth is missing/],
    ['depth=x', /the tolerance depth is x; give per cent/],
    ['depth=1,depth=2', /the tolerance depth is given twice/],
    ['depth=1=2', /unknown/],
    ['baseFee=999999', /the tolerance baseFee is 999999/],
  ])('error: %s', (text, message) => {
    expect(() => parseTolerances(text)).toThrow(message)
  })
})
