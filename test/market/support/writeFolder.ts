import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { columnRules } from '../../../market/columns.ts'
import { openMarket } from '../../../market/files/openMarket.ts'
import type { Manifest, Market, PartitionKind } from '../../../market/manifest.ts'
import { encodeManifest } from '../../../market/manifestSchema.ts'
import { makeFolder } from './makeFolder.ts'

/** 2024-01-01 00:00 UTC. */
export const START_AT = 1_704_067_200

/** A file of figures, written as it stands. */
export interface FolderFile {
  kind: PartitionKind
  file?: string
  text: string
  stepSec?: number
  gaps?: { from: number; to: number }[]
  /** What the manifest says in another way than the text. */
  claim?: { sha256?: string; rows?: number; firstAt?: number; lastAt?: number; columns?: string[] }
}

export const about: Omit<Manifest, 'partitions'> = {
  format: 'gimbal-market/1',
  name: 'small',
  title: 'A small market',
  source: 'made by hand',
  licence: 'MIT',
  chain: {
    name: 'Ethereum',
    nativeCoin: 'ETH',
    blockSec: 12,
    gasTargetPips: 500_000,
    baseFeeDenominator: 8,
  },
  venue: { name: 'a pool', asset: 'WETH', quote: 'USDC', feePips: 500 },
  start: {
    segmentOffsetSec: 0,
    startVarianceWad: 20_000_000_000_000_000n,
    startDepthRefUsd6: 40_000_000_000_000n,
  },
  startMadeOf: 'Nothing.',
  assumptions: [],
}

/** Writes a folder with these files, whose manifest says what they hold unless `claim` says otherwise, and opens it. */
export async function writeFolder(
  files: readonly FolderFile[],
  change: Partial<Manifest> = {},
): Promise<Market> {
  const folder = makeFolder()
  const partitions = files.map(
    ({ kind, file = `${kind}.csv`, text, stepSec, gaps = [], claim }) => {
      const path = join(folder, file)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
      const [head = '', ...rows] = text.trimEnd().split('\n')
      const at = (row: string | undefined) => Number(row?.split(',')[0]) || 0
      const names = claim?.columns ?? head.split(',')
      const units = new Map(columnRules[kind].map(({ name, unit }) => [name, unit]))
      return {
        kind,
        file,
        sha256: claim?.sha256 ?? createHash('sha256').update(text).digest('hex'),
        rows: claim?.rows ?? Math.max(1, rows.length),
        firstAt: claim?.firstAt ?? at(rows[0]),
        lastAt: claim?.lastAt ?? at(rows.at(-1)),
        columns: names.map((name) => ({ name, unit: units.get(name) ?? 'none' })),
        ...(stepSec !== undefined && { stepSec }),
        gaps,
      }
    },
  )
  writeFileSync(join(folder, 'market.json'), encodeManifest({ ...about, ...change, partitions }))
  return openMarket(folder)
}

/** Lines of a file: the columns, and then the rows. */
export function writeLines(
  columns: string,
  rows: readonly (readonly (number | string)[])[],
): string {
  return [columns, ...rows.map((row) => row.join(',')), ''].join('\n')
}

const poolColumns = 'at,openTick,highestTick,lowestTick,closeTick,liquidity'

/** Minutes of a pool that stands still at tick 200,000; `change` gives some of them another tick. */
export function poolText(
  count: number,
  tickOf: (minute: number) => number = () => 200_000,
): string {
  const rows = Array.from({ length: count }, (_, minute) => {
    const tick = tickOf(minute)
    return [START_AT + 60 * minute, tick, tick + 2, tick - 3, tick, '8000000000000000000']
  })
  return writeLines(poolColumns, rows)
}

/** A gas price by the minute: 20 gwei. */
export function gasText(count: number, feeOf: (minute: number) => number = () => 20e9): string {
  const rows = Array.from({ length: count }, (_, minute) => [START_AT + 60 * minute, feeOf(minute)])
  return writeLines('at,baseFeePerGas', rows)
}
