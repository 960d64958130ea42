import { expect, test } from 'vitest'
import { parseNatSpec } from '../../../../site/reference/solidity/natSpec.ts'

test('parseNatSpec default: what stands without a tag, and each tag', () => {
  const spec = parseNatSpec(
    'What it does.\n More of it.\n @param marketId The id.\n @return values The vector.\n @return status Whence.',
  )
  expect(spec.notices).toEqual(['What it does.\nMore of it.'])
  expect([...spec.params]).toEqual([['marketId', 'The id.']])
  expect(spec.returns).toEqual(['values The vector.', 'status Whence.'])
})

test('parseNatSpec behavior: title, notice and inherited words', () => {
  expect(parseNatSpec('@title Bounds\n @notice Twin.\n   Method: so.')).toMatchObject({
    title: 'Bounds',
    notices: ['Twin.\n  Method: so.'],
  })
  expect(parseNatSpec('@inheritdoc IVault').inheritsFrom).toBe('IVault')
})
