import { describe, expect, test } from 'vitest'
import { readIcon, readRemembered, remember } from '../../../web/wallet/connected.ts'

describe('the connected wallet', () => {
  test('default: a picture that comes with the wallet is shown', () => {
    const icon = 'data:image/svg+xml,%3Csvg/%3E'
    expect(readIcon(icon)).toBe(icon)
    expect(readIcon(`\n${icon}`)).toBe(icon)
  })

  test('error: a picture from elsewhere, or what is none, is not', () => {
    for (const icon of [
      undefined,
      '',
      'https://example.com/icon.png',
      'javascript:alert(1)',
      'data:text/html,<script>alert(1)</script>',
      '//example.com/data:image/png',
    ]) {
      expect(readIcon(icon)).toBeUndefined()
    }
  })

  test('behavior: one id is kept, and a browser that keeps nothing does no harm', () => {
    const kept = new Map<string, string>()
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    }
    expect(readRemembered(storage)).toBeUndefined()
    remember(storage, 'io.wallet')
    expect(readRemembered(storage)).toBe('io.wallet')
    remember(storage, undefined)
    expect(readRemembered(storage)).toBeUndefined()
    const refuse = () => {
      throw new Error('denied')
    }
    const denied = { getItem: refuse, setItem: refuse, removeItem: refuse }
    expect(() => remember(denied, 'io.wallet')).not.toThrow()
    expect(readRemembered(denied)).toBeUndefined()
  })
})
