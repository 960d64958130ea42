import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { listShippedMarkets, openMarket } from '../../../market/files/openMarket.ts'
import { makeFolder } from '../support/makeFolder.ts'
import { gasText, poolText, writeFolder } from '../support/writeFolder.ts'

const write = () =>
  writeFolder([
    { kind: 'pool', text: poolText(3), stepSec: 60 },
    { kind: 'gas', text: gasText(3), stepSec: 60 },
  ])

/** The market again, with one setting of its manifest changed; undefined takes it out. */
async function reopen(path: string, value: unknown) {
  const { folder } = await write()
  const file = join(folder, 'market.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8'))
  const keys = path.split('.')
  const last = keys.pop() as string
  const parent = keys.reduce((inner, key) => inner[key], manifest)
  parent[last] = value
  writeFileSync(file, JSON.stringify(manifest, null, 2))
  return openMarket(folder)
}

describe('openMarket', () => {
  test('default: a folder, or the name of a shipped market', async () => {
    const market = await write()
    expect(market.manifest).toMatchObject({
      name: 'small',
      start: { startVarianceWad: 2n * 10n ** 16n },
    })
    expect(market.dataHash).toMatch(/^0x[0-9a-f]{64}$/)
    const shipped = await openMarket('ethereum-2022-05-12')
    expect(shipped.manifest.name).toBe('ethereum-2022-05-12')
    expect(listShippedMarkets()).toContain('carry-2023')
  })

  test('behavior: blocks may be less than a second apart', async () => {
    const market = await reopen('chain.blockSec', 0.25)
    expect(market.manifest.chain.blockSec).toBe(0.25)
  })

  test('error: neither a folder with market.json nor a shipped name', async () => {
    await expect(openMarket('ethereum-2022-05-21')).rejects.toThrow(
      /ethereum-2022-05-21: is neither a folder with market.json nor a shipped market \(did you mean ethereum-2022-05-12\?\); give a folder, or one of carry-2023, /,
    )
    await expect(openMarket(makeFolder())).rejects.toMatchObject({ code: 'market/file' })
  })

  test.each([
    ['format', 'gimbal-market/2', /:2: format: is "gimbal-market\/2"; give gimbal-market\/1/],
    ['assumption', [], /assumption: is no setting; did you mean assumptions\?/],
    ['licence', undefined, /licence: is missing; give a text/],
    ['name', '../x', /name: is no name; give small letters/],
    ['partitions.0.file', '../pool.csv', /partitions.0.file: is no path within the folder/],
    ['partitions.0.file', 'a/../../pool.csv', /partitions.0.file: is no path within the folder/],
    ['partitions.0.file', '/pool.csv', /partitions.0.file: is no path within the folder/],
    ['partitions.0.file', 'pool.json', /ends in .csv, .csv.gz or .parquet/],
    ['partitions.1.file', 'pool.csv', /partitions.1.file: names pool.csv a second time/],
    ['partitions.0.kind', 'pools', /partitions.0.kind: is "pools"; give block or pool/],
    ['partitions.1.columns.1.name', 'closeTick', /is no column of the kind gas; give one of at, /],
    ['partitions.1.columns.1.name', 'at', /is there twice; give each column once/],
    ['partitions.0.columns', [{ name: 'at', unit: 's' }], /columns: lack openTick; give every/],
    ['partitions.0.rows', 0, /partitions.0.rows: is 0; give 1 or more/],
    ['partitions.0.gaps.0', { from: 5, to: 5 }, /partitions.0.gaps.0.to: is not after 5/],
    ['partitions.0.lastAt', 5, /partitions.0.lastAt: is before firstAt/],
    ['partitions', [], /partitions: has 0 entries; give 1 or more/],
    ['partitions.0.sha256', 'ab', /partitions.0.sha256: is no SHA-256/],
    ['start.startVarianceWad', 5.5, /start.startVarianceWad: is/],
    ['start.segmentOffsetSec', 120, /start.segmentOffsetSec: is 120; give 119 or less/],
    ['chain.blockSec', 0, /chain.blockSec: is out of range/],
  ])('error: a manifest whose %s is %j, by its line', async (path, value, message) => {
    const error = await reopen(path, value).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'market/manifest' })
    expect(String(error)).toMatch(message)
    expect(String(error)).toMatch(/market.json:\d+: /)
  })
})
