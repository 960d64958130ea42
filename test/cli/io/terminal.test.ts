import { describe, expect, test } from 'vitest'
import { canRedraw, getColumns, takesColors } from '../../../cli/io/terminal.ts'

const terminal = { isTTY: true, columns: 100, hasColors: () => true }

describe('getColumns', () => {
  test.each([
    ['a pipe', {}, 80],
    ['a terminal', terminal, 100],
    ['a narrow terminal', { isTTY: true, columns: 12 }, 40],
    ['a terminal that tells 0', { isTTY: true, columns: 0 }, 80],
    ['a terminal without a size', { isTTY: true }, 80],
    ['a pipe that has columns', { columns: 200 }, 80],
  ])('default: %s', (_, output, columns) => {
    expect(getColumns(output)).toBe(columns)
  })
})

describe('takesColors', () => {
  test.each<[name: string, output: object, env: NodeJS.ProcessEnv, expected: boolean]>([
    ['a terminal', terminal, {}, true],
    ['a terminal without colours', { ...terminal, hasColors: () => false }, {}, false],
    ['a pipe', {}, {}, false],
    ['NO_COLOR', terminal, { NO_COLOR: '1' }, false],
    ['NO_COLOR=0, which is set, too', terminal, { NO_COLOR: '0' }, false],
    ['an empty NO_COLOR', terminal, { NO_COLOR: '' }, true],
    ['a dumb terminal', terminal, { TERM: 'dumb' }, false],
    ['FORCE_COLOR into a pipe', {}, { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR beside NO_COLOR', {}, { FORCE_COLOR: '3', NO_COLOR: '1' }, true],
    ['FORCE_COLOR=0', terminal, { FORCE_COLOR: '0' }, false],
    ['FORCE_COLOR=false', terminal, { FORCE_COLOR: 'false' }, false],
    ['an empty FORCE_COLOR', {}, { FORCE_COLOR: '' }, false],
  ])('default: %s', (_, output, env, expected) => {
    expect(takesColors(output, env)).toBe(expected)
  })
})

test('behavior: lines are drawn again on a terminal only, and on no dumb one', () => {
  expect(canRedraw(terminal, {})).toBe(true)
  expect(canRedraw(terminal, { NO_COLOR: '1', TERM: 'xterm' })).toBe(true)
  expect(canRedraw(terminal, { TERM: 'dumb' })).toBe(false)
  expect(canRedraw({}, {})).toBe(false)
  expect(canRedraw({ ...terminal, columns: 0 }, {})).toBe(false)
})
