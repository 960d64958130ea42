import { describe, expect, test } from 'vitest'
import { chooseOne } from '../../../cli/program/chooseOne.ts'
import { UsageError } from '../../../cli/program/errors.ts'

const actions = ['list', 'get', 'history', 'diff'] as const

describe('chooseOne', () => {
  test('default: a word that is one of them', () => {
    expect(chooseOne('action', 'get', actions)).toBe('get')
  })

  test.each([
    [undefined, 'no action given; give one of list, get, history, diff'],
    ['', 'unknown action ; give one of list, get, history, diff'],
    ['make', 'unknown action make; give one of list, get, history, diff'],
    ['lst', 'unknown action lst; did you mean list? Give one of list, get, history, diff'],
    [
      'hsitory',
      'unknown action hsitory; did you mean history? Give one of list, get, history, diff',
    ],
    ['\u001b[2Jx', 'unknown action \\x1b[2Jx; give one of list, get, history, diff'],
  ])('error: %j', (text, message) => {
    expect(() => chooseOne('action', text, actions)).toThrow(new UsageError(message))
  })

  test('error: where there is one only, it is named', () => {
    expect(() => chooseOne('action', 'rnu', ['run'])).toThrow(
      new UsageError('unknown action rnu; did you mean run? Give run'),
    )
  })
})
