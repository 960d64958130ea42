import { describe, expect, test } from 'vitest'
import { escapeProse, formatNotice } from '../../../../site/reference/solidity/formatNotice.ts'

describe('formatNotice', () => {
  test('default: lines of prose are one paragraph', () => {
    expect(formatNotice('One line,\nand more.')).toBe('One line, and more.')
  })

  test('behavior: named parts and fields are items', () => {
    const text =
      'Twin.\nMethod:   first this,\n          then that.\n`pool`: a pool.\n`other`: more,\nof it.'
    expect(formatNotice(text)).toBe(
      'Twin.\n\n- **Method:** first this, then that.\n- `pool`: a pool.\n- `other`: more, of it.',
    )
  })

  test('behavior: rows of a table by spaces are items, and prose after them is prose', () => {
    const text =
      'Reverts with:\n  BoundsInverted     a min above its max\n  OutOfDomain        a max above all,\n                     or so\nEach stores anew.'
    expect(formatNotice(text)).toBe(
      'Reverts with:\n\n- `BoundsInverted`: a min above its max\n- `OutOfDomain`: a max above all, or so\n\nEach stores anew.',
    )
  })

  test('behavior: neither Markdown nor Vue reads anything into prose', () => {
    expect(escapeProse('a < b * c, {{ x }} and `d < e * f`')).toBe(
      'a &lt; b \\* c, &#123;&#123; x }} and `d < e * f`',
    )
  })
})
