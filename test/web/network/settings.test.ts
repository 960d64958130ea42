import { describe, expect, test } from 'vitest'
import type { Network } from '../../../client/network/network.ts'
import {
  changeServices,
  readBefore,
  readSettings,
  type Settings,
  writeBefore,
  writeSettings,
} from '../../../web/network/settings.ts'

const defaults: Settings = { urls: {}, replicaUrls: {}, theme: 'auto' }
const original = {
  name: 'main',
  rpcUrl: 'https://rpc.example/',
  graphqlUrl: undefined,
  replicaUrls: ['https://one.example'],
} as unknown as Network

function createStorage(content: Record<string, string> = {}) {
  const kept = new Map(Object.entries(content))
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
}

describe('settings', () => {
  test('default: what is written is read', () => {
    const storage = createStorage()
    const settings: Settings = {
      network: 'main',
      urls: { main: { rpcUrl: 'https://other.example/key' } },
      replicaUrls: { main: ['https://two.example'] },
      theme: 'dark',
    }
    expect(writeSettings(storage, settings)).toBe(true)
    expect(readSettings(storage)).toEqual(settings)
    expect(readBefore(storage)).toBeUndefined()
    writeBefore(storage, defaults)
    expect(readBefore(storage)).toEqual(defaults)
    expect(readSettings(storage)).toEqual(settings)
  })

  test.each([
    '{',
    '[]',
    '7',
    'null',
    '{"theme":"neon"}',
    '{"urls":{"main":{"rpcUrl":"javascript:alert(1)"}}}',
    '{"urls":{"main":{"otherUrl":"https://a.example"}}}',
    '{"replicaUrls":{"main":["ftp://a.example"]}}',
    '{"unknown":1}',
  ])('error: what is not understood counts as nothing: %s', (text) => {
    expect(readSettings(createStorage({ 'gimbal.settings': text }))).toEqual(defaults)
  })

  test('error: a browser that keeps nothing', () => {
    const full = {
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError')
      },
    }
    expect(writeSettings(full, defaults)).toBe(false)
  })
})

describe('changeServices', () => {
  const change = (
    urls: Parameters<typeof changeServices>[2]['urls'],
    replicaUrls = original.replicaUrls,
    settings = defaults,
  ) => changeServices(settings, original, { urls, replicaUrls })

  test('default: what differs from the site is kept, by network', () => {
    const urls = { rpcUrl: 'https://mine.example', graphqlUrl: 'https://index.example' }
    expect(change(urls, [])).toEqual({
      ...defaults,
      urls: { main: urls },
      replicaUrls: { main: [] },
    })
  })

  test('behavior: what is as the site has it, or empty, is not kept', () => {
    expect(change({ rpcUrl: 'https://rpc.example/', graphqlUrl: '' })).toEqual(defaults)
    const before: Settings = {
      ...defaults,
      urls: { main: { rpcUrl: 'https://mine.example' }, other: { hubUrl: 'https://hub.example' } },
      replicaUrls: { main: ['https://mine.example'] },
    }
    expect(change({ rpcUrl: '' }, original.replicaUrls, before)).toEqual({
      ...defaults,
      urls: { other: { hubUrl: 'https://hub.example' } },
    })
  })

  test('behavior: network and theme stay', () => {
    const settings: Settings = { ...defaults, network: 'main', theme: 'dark' }
    expect(change({}, original.replicaUrls, settings)).toEqual(settings)
  })
})
