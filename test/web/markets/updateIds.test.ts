import { expect, test } from 'vitest'
import { nameUpdateId } from '../../../web/markets/updateIds.ts'
import { idAt } from '../data/history/support.ts'

test('nameUpdateId: block and log, as the command line names an update', () => {
  expect(nameUpdateId(idAt(2_467, 3))).toBe('2467-3')
})
