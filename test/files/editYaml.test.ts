import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  appendToYaml,
  moveInYaml,
  removeFromYaml,
  setInYaml,
  writeYaml,
  type YamlPath,
  type YamlValue,
} from '../../files/editYaml.ts'
import { parseYaml } from '../../files/parseYaml.ts'
import { scaled, scaledTimeout, testSeed } from '../generators/random.ts'

const text = `# About the whole.
gimbal: 1

changes:
  # About the first.
  - bounds:
      max: { band: 20 % } # why
      cooldown: 10 min # how long
    pool: "0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640"
  - second: 2
`
const read = (of: string) => parseYaml(of, { aliases: false }).value
const options = { seed: testSeed(), numRuns: scaled(500) }

/** Of what readers of YAML get wrong. */
const anySigns = fc
  .array(fc.constantFrom(...'\r\n\u0085\u2028\ufeff\u0000\u202e \t:#-|>a', '\ud800'), {
    maxLength: 8,
  })
  .map((signs) => signs.join(''))
const anyScalar = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string(),
  anySigns,
  fc.integer(),
  fc.boolean(),
)
const anyKey = fc.string({ minLength: 1 }).filter((key) => key !== '__proto__' && key !== '<<')
const anyValue: fc.Arbitrary<YamlValue> = fc.letrec<{ value: YamlValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    anyScalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(anyKey, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value

describe('editYaml', () => {
  test(
    'default: what is written is read as the same value, whatever it is',
    () => {
      fc.assert(
        fc.property(anyValue, (value) => {
          expect(read(writeYaml(value))).toEqual(value)
        }),
        options,
      )
    },
    scaledTimeout,
  )

  test(
    'default: what is set is read there, and nothing else has changed',
    () => {
      const paths: YamlPath[] = [
        ['changes', 0, 'bounds', 'max', 'band'],
        ['changes', 0, 'bounds', 'cooldown'],
        ['changes', 1, 'second'],
        ['title'],
        ['changes', 0, 'bounds', 'min', 'lot'],
      ]
      fc.assert(
        fc.property(fc.constantFrom(...paths), anyValue, anyValue, (path, first, second) => {
          const edited = setInYaml(setInYaml(text, path, first), path, second)
          const expected = structuredClone(read(text)) as never
          put(expected, path, second)
          expect(read(edited)).toEqual(expected)
        }),
        options,
      )
    },
    scaledTimeout,
  )

  test('behavior: comments, quotes and layout stay', () => {
    const edited = setInYaml(text, ['changes', 0, 'bounds', 'max', 'band'], '2.5 %')
    expect(edited).toBe(text.replace('20 %', '2.5 %'))
    expect(setInYaml(text, ['changes', 0, 'bounds', 'cooldown'], '1 h')).toBe(
      text.replace('10 min', '1 h'),
    )
  })

  test('behavior: an item is moved with its comment', () => {
    const moved = moveInYaml(appendToYaml(text, ['changes'], { third: 3 }), ['changes'], 2, 0)
    expect(read(moved)).toMatchObject({ changes: [{ third: 3 }, {}, { second: 2 }] })
    expect(moved).toContain('# how long')
  })

  test('behavior: a group that is empty goes with its last value, up to the one that has to stay', () => {
    const path = ['changes', 0, 'bounds', 'max', 'band']
    const less = removeFromYaml(text, path, 3)
    expect(read(less)).toMatchObject({ changes: [{ bounds: { cooldown: '10 min' } }, {}] })
    expect(less).not.toContain('max')
    const least = removeFromYaml(less, ['changes', 0, 'bounds', 'cooldown'], 3)
    expect(read(least)).toMatchObject({ changes: [{ bounds: {} }, {}] })
    expect(removeFromYaml(least, path, 3)).toBe(least)
  })

  test('behavior: an empty text takes a value, and what stands in its way is replaced', () => {
    expect(setInYaml('', ['changes', 0, 'market'], 'a')).toBe('changes:\n  - market: a\n')
    expect(setInYaml('changes: none\n', ['changes', 0, 'market'], 'a')).toBe(
      'changes:\n  - market: a\n',
    )
    expect(appendToYaml('changes:\n', ['changes'], 'a')).toBe('changes:\n  - a\n')
    expect(appendToYaml('changes: []\n', ['changes'], 'a')).toBe('changes:\n  - a\n')
  })

  test('behavior: an address is in quotes', () => {
    expect(writeYaml({ pool: '0x1f', list: ['0x2'] })).toBe('pool: "0x1f"\nlist:\n  - "0x2"\n')
  })
})

function put(root: Record<PropertyKey, unknown>, path: YamlPath, value: YamlValue): void {
  let group = root
  for (const key of path.slice(0, -1)) {
    group[key] ??= {}
    group = group[key] as Record<PropertyKey, unknown>
  }
  group[path.at(-1) as PropertyKey] = value
}
