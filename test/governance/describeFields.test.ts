import { zeroHash } from 'viem'
import { describe, expect, test } from 'vitest'
import { flatten } from '../../governance/description.ts'
import { toPlainChange } from '../../governance/formatDocument.ts'
import { type Change, describeFields, diffConfigs } from '../../governance/index.ts'
import { LOCAL_MARKET_ID } from '../../stack/local/localMarket.ts'
import { localConfig } from './support/localMarket.ts'

const { fallbackVector: fallback, ...config } = localConfig
const on = { market: LOCAL_MARKET_ID, rationale: 'A reason' }
const all = { ...config, fallback, model: localConfig.source.pool, coreHash: zeroHash }
const addition: Change = { change: 'market', ...on, ...all }

describe('describeFields', () => {
  test('default: an addition has each single value that its document has', () => {
    const {
      change: _,
      market: __,
      rationale: ___,
      reporters: ____,
      ...parts
    } = toPlainChange(addition)
    const paths = describeFields('market').map(({ path }) => path)
    expect(paths.toSorted()).toEqual(
      flatten(parts)
        .map(([path]) => path)
        .toSorted(),
    )
  })

  test('behavior: each says what it means and what is allowed, and is called and loosens as in a diff', () => {
    const diff = new Map(diffConfigs(undefined, localConfig).map((field) => [field.path, field]))
    for (const { path, label, meaning, allowed, looser } of describeFields('market')) {
      expect(meaning, path).toMatch(/^[^.]{5,}$|^[^.]+\d\.\d[^.]+$/)
      expect(allowed, path).not.toBe('')
      if (path !== 'coreHash') expect(diff.get(path), path).toMatchObject({ label, looser })
    }
  })

  test('behavior: a change that ends a halt has no value to give', () => {
    expect(describeFields('resume')).toEqual([])
    expect(describeFields('model').map(({ path }) => path)).toEqual(['model', 'coreHash'])
  })
})
