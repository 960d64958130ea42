import { describe, expect, test } from 'vitest'
import { isElsewhere, mapLinks, relativeLink, resolveLink } from '../../../site/pages/links.ts'

const shout = (page: string) => mapLinks(page, (target) => target.toUpperCase())

describe('links of a page', () => {
  test.each([
    ['a link', 'See [a](b.md).', 'See [a](B.MD).'],
    ['a picture', '![a](b.png "A title")', '![a](B.PNG "A title")'],
    ['a definition', 'x\n\n[a]: b.md\n', 'x\n\n[a]: B.MD\n'],
    ['bare HTML', '<img src="b.png">', '<img src="B.PNG">'],
  ])('default: %s', (_title, page, mapped) => {
    expect(shout(page)).toBe(mapped)
  })

  test.each([
    ['in a block', '```md\n[a](b.md)\n```\n'],
    ['in a longer block', '````md\n```\n[a](b.md)\n```\n````\n'],
    ['in a line', 'So `[a](b.md)` it is, ``[`a`](b.md)`` too'],
  ])('behavior: code is left as it is: %s', (_title, page) => {
    expect(shout(page)).toBe(page)
  })

  test('behavior: a link after code is found', () => {
    expect(shout('`a` [b](c.md) ```\n')).toBe('`a` [b](C.MD) ```\n')
  })

  test('behavior: paths from the root, and back from another page', () => {
    expect(resolveLink('docs/adr/a.md', '../../contracts/X.sol#L3')).toEqual({
      path: 'contracts/X.sol',
      anchor: '#L3',
    })
    expect(relativeLink('adr/a.md', 'source/contracts/X.sol.md')).toBe(
      '../source/contracts/X.sol.md',
    )
    expect(relativeLink('a.md', 'b.md')).toBe('./b.md')
    expect(['https://x.org', 'mailto:a@b', '#here', '//x'].every(isElsewhere)).toBe(true)
    expect(isElsewhere('a.md#here')).toBe(false)
  })
})
