import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findNearest } from '../../../cli/program/findNearest.ts'

const names = ['params', 'proposals', 'propose', 'vote', 'verify', 'core-hash', '--help']

describe('findNearest', () => {
  test.each([
    ['paramz', 'params'],
    ['parmas', 'params'],
    ['proposal', 'proposals'],
    ['propsoe', 'propose'],
    ['vtoe', 'vote'],
    ['VOTE', 'vote'],
    ['corehash', 'core-hash'],
    ['core_hash', 'core-hash'],
    ['help', '--help'],
    ['--hlep', '--help'],
    ['ver', 'verify'],
  ])('default: %s was meant to be %s', (text, name) => {
    expect(findNearest(text, names)).toBe(name)
  })

  test.each(['', '-', 'x', 'toString', 'prop', 'boat', 'delegate', 'v'])(
    'behavior: %j is near to none, or to several',
    (text) => {
      expect(findNearest(text, names)).toBeUndefined()
    },
  )

  test('behavior: one slip in a word of four letters or more is found, whichever it is', () => {
    const word = fc.stringMatching(/^[a-z]{4,12}$/)
    fc.assert(
      fc.property(
        word,
        fc.nat(),
        fc.constantFrom('drop', 'double', 'swap'),
        (name, place, slip) => {
          const at = place % (name.length - 1)
          const [head, a = '', b = '', tail] = [
            name.slice(0, at),
            name[at],
            name[at + 1],
            name.slice(at + 2),
          ]
          const middle = { drop: b, double: a + a + b, swap: b + a }[slip]
          expect(findNearest(head + middle + tail, ['0123456789', name])).toBe(name)
        },
      ),
    )
  })
})
