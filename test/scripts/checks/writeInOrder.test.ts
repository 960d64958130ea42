import { expect, test } from 'vitest'
import { writeInOrder } from '../../../scripts/checks/writeInOrder.ts'

test('default: each part whole, in order, as soon as those before it have ended', () => {
  let written = ''
  const [first, second, third] = writeInOrder(3, (text) => (written += text))
  second?.write('2')
  third?.write('3')
  third?.end()
  first?.write('1')
  expect(written).toBe('1')
  first?.end()
  expect(written).toBe('12')
  second?.write('two')
  expect(written).toBe('12two')
  second?.end()
  expect(written).toBe('12two3')
})
