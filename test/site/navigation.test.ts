import { describe, expect, test } from 'vitest'
import { createSidebar, findUnplaced } from '../../site/navigation.ts'

describe('the navigation', () => {
  test('behavior: a document that no section names is found', () => {
    expect(findUnplaced(['model', 'adr/0009-new', 'novel'])).toEqual(['novel'])
  })

  test('default: documents in the order of their section, without those not written yet', () => {
    const sidebar = createSidebar({
      pages: ['console', 'governance', 'adr/0002-b', 'adr/0001-a', 'source/x'],
      solidity: [{ title: 'Interfaces', pages: [{ title: 'IModel', path: 'interfaces/IModel' }] }],
      typescript: ['core'],
      readTitle: (page) => page.toUpperCase(),
    })
    expect(sidebar['/']).toEqual([
      {
        text: 'Vote',
        items: [
          { text: 'GOVERNANCE', link: '/governance' },
          { text: 'CONSOLE', link: '/console' },
        ],
      },
      {
        text: 'Look up',
        items: [
          { text: 'ADR/0001-A', link: '/adr/0001-a' },
          { text: 'ADR/0002-B', link: '/adr/0002-b' },
        ],
      },
    ])
    expect(JSON.stringify(sidebar['/reference/'])).toContain('/reference/typescript/core')
    expect(JSON.stringify(sidebar['/reference/'])).toContain(
      '/reference/solidity/interfaces/IModel',
    )
  })
})
