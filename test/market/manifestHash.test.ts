import { expect, test } from 'vitest'
import { openMarket } from '../../market/files/openMarket.ts'
import { computeManifestHash } from '../../market/manifestHash.ts'

const { manifest, dataHash } = await openMarket('ethereum-2022-05-12')

test('default: of the same manifest with its keys in another order the same', () => {
  const turned = Object.fromEntries(Object.entries(manifest).toReversed()) as typeof manifest
  expect(Object.keys(turned)[0]).not.toBe(Object.keys(manifest)[0])
  expect(computeManifestHash(turned)).toBe(computeManifestHash(manifest))
  expect(computeManifestHash(manifest)).not.toBe(dataHash)
})

test.each([
  ['fee', { venue: { ...manifest.venue, feePips: 1 } }],
  ['depth', { venue: { ...manifest.venue, depthUsd6: 1e15 } }],
  ["coin's price", { chain: { ...manifest.chain, nativePriceUsd6: 1 } }],
  ['start', { start: { ...manifest.start, startVarianceWad: 1n } }],
  ['assumptions', { assumptions: [] }],
  ['partitions', { partitions: manifest.partitions.slice(1) }],
])('behavior: another %s is another hash', (_, changes) => {
  expect(computeManifestHash({ ...manifest, ...changes })).not.toBe(computeManifestHash(manifest))
})
