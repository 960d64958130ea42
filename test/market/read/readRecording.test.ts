import { describe, expect, test } from 'vitest'
import { diskReader } from '../../../market/files/diskReader.ts'
import { openMarket } from '../../../market/files/openMarket.ts'
import { computeObservations } from '../../../market/recordingSegments.ts'
import { gasText, poolText, START_AT, writeFolder, writeLines } from '../support/writeFolder.ts'

const blockText = writeLines(
  'at,number,baseFeePerGas,gasUsedRatioPips',
  Array.from({ length: 20 }, (_, block) => [START_AT + 13 * block, 100 + block, 7e9, 400_000]),
)

describe('readRecording', () => {
  test('default: recorded blocks and pool rows, and what the manifest says of them', async () => {
    const market = await writeFolder([
      { kind: 'block', text: blockText },
      { kind: 'pool', text: poolText(4), stepSec: 60 },
    ])
    const recording = await diskReader.readRecording(market)
    expect(recording).toMatchObject({
      name: 'small',
      source: 'made by hand',
      startMadeOf: 'Nothing.',
    })
    expect(recording.blocks).toHaveLength(20)
    expect(recording.blocks[1]).toEqual({
      at: BigInt(START_AT + 13),
      baseFeePerGas: 7_000_000_000n,
      gasUsedRatioPips: 400_000n,
    })
    expect(recording.pool[3]).toEqual({
      at: BigInt(START_AT + 180),
      openTick: 200_000n,
      highestTick: 200_002n,
      lowestTick: 199_997n,
      closeTick: 200_000n,
      liquidity: 8_000_000_000_000_000_000n,
      inAmount0: 0n,
      inAmount1: 0n,
    })
  })

  test('default: of a gas price by the minute, five blocks a minute from its time on, at the target', async () => {
    const market = await writeFolder([
      { kind: 'gas', text: gasText(3, (minute) => 1e9 * (minute + 1)), stepSec: 60 },
      { kind: 'pool', text: poolText(3), stepSec: 60 },
    ])
    const { blocks } = await diskReader.readRecording(market)
    expect(blocks.map(({ at }) => Number(at) - START_AT)).toEqual(
      Array.from({ length: 11 }, (_, block) => 12 * block),
    )
    expect(blocks.map(({ baseFeePerGas }) => Number(baseFeePerGas) / 1e9)).toEqual([
      1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3,
    ])
    expect(new Set(blocks.map(({ gasUsedRatioPips }) => gasUsedRatioPips))).toEqual(
      new Set([500_000n]),
    )
  })

  test('behavior: a part has the last pool row from before it, and goes on with the averages of the whole', async () => {
    const market = await openMarket('ethereum-2022-05-12')
    // 07:00 to 09:00 UTC.
    const [from, to] = [1_652_338_800, 1_652_346_000]
    const part = await diskReader.readRecording(market, { from, to })
    expect(Number(part.blocks[0]?.at)).toBeGreaterThanOrEqual(from)
    expect(Number(part.blocks.at(-1)?.at)).toBeLessThan(to)
    expect(part.pool[0]?.at).toBe(BigInt(from))
    const whole = computeObservations(await diskReader.readRecording(market), 1n)
    const before = whole.findLast(({ at }) => Number(at) <= from)?.observation
    expect(part.start.startVarianceWad).toBe(before?.varianceWad)
    expect(part.start.startDepthRefUsd6).toBe(before?.depthRefUsd6)
    expect(part.startMadeOf).toMatch(/Carried on by the record itself/)
    // The medians have the same segments from the fifteenth on.
    const observed = computeObservations(part, 1n)
    const same = whole.find(({ at }) => at === observed.at(-1)?.at)?.observation
    expect(observed.at(-1)?.observation.depthUsd6).toBe(same?.depthUsd6)
    expect(observed.at(-1)?.observation.baseFeePerGas).toBe(same?.baseFeePerGas)
  })

  test('error: no pool, no blocks, or nothing in the hours', async () => {
    const pool = { kind: 'pool', text: poolText(3), stepSec: 60 } as const
    await expect(diskReader.readRecording(await writeFolder([pool]))).rejects.toThrow(
      /has no partition with blocks and a gas price; a replay needs blocks \(or/,
    )
    await expect(
      diskReader.readRecording(await writeFolder([{ kind: 'block', text: blockText }])),
    ).rejects.toThrow(/has no partition with a pool/)
    const market = await writeFolder([pool, { kind: 'block', text: blockText }])
    await expect(diskReader.readRecording(market, { from: START_AT + 9_999 })).rejects.toThrow(
      /has no block in these hours; give others/,
    )
  })
})
