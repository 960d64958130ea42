import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeCanonicalJson } from '../../../backtest/report/canonicalJson.ts'

test('default', () => {
  const value = { b: [1, 'x', { z: true, a: null }], a: 2n ** 64n, c: undefined }
  expect(writeCanonicalJson(value)).toBe(
    '{"a":"18446744073709551616","b":[1,"x",{"a":null,"z":true}]}',
  )
})

test('behavior: the order of keys changes nothing, and the text is read back', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.oneof(fc.integer(), fc.string(), fc.boolean())),
      (value) => {
        const text = writeCanonicalJson(value)
        const turned = Object.fromEntries(Object.entries(value).toReversed())
        expect(writeCanonicalJson(turned)).toBe(text)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(writeCanonicalJson(JSON.parse(text))).toBe(text)
      },
    ),
  )
})

test.each([1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
  'error: %s is no whole number below 2^53, and its place is named',
  (number) => {
    expect(() => writeCanonicalJson({ a: [{ b: number }] })).toThrow(`a.0.b is ${number}`)
  },
)
