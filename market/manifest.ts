import type { Hex } from 'viem'
import type { SourceStart } from './sourceStart.ts'

/** The file of a market's folder that says what the others are. */
export const MANIFEST_FILE = 'market.json'

/**
 * What a partition holds. `block`: headers. `pool`: a Uniswap v3 pool by the minute or hour. `price`: an exchange by the minute or
 * coarser. `gas`: a gas price by the minute or day, where no headers are recorded. `funding`: of a perpetual. `option`: quotes of
 * a chain. `volatility`: an index of implied volatility.
 */
export type PartitionKind = 'block' | 'pool' | 'price' | 'gas' | 'funding' | 'option' | 'volatility'

/** Figures of one kind over one stretch of time, in one file beside `market.json`. */
export interface Partition {
  kind: PartitionKind
  /** Path from the market's folder, with `/`: CSV, gzipped CSV or Parquet, told by its ending. */
  file: string
  /** Of the file's bytes. */
  sha256: string
  rows: number
  /** Unix seconds of the first and of the last row. */
  firstAt: number
  lastAt: number
  /** In the file's order, each with its unit in words. */
  columns: readonly { name: string; unit: string }[]
  /** Usual distance of two rows, seconds; undefined for events and headers. */
  stepSec?: number | undefined
  /** Where rows are missing: the times around each gap, unix seconds. */
  gaps: readonly { from: number; to: number }[]
}

/** The chain on which gas is paid, and its fee rule of the time. */
export interface MarketChain {
  name: string
  nativeCoin: string
  blockSec: number
  gasTargetPips: number
  baseFeeDenominator: number
  /** Price of the native coin where it is not the market's asset and not recorded, 1e6 = $1; an assumption. */
  nativePriceUsd6?: number | undefined
  /** Base fee where neither headers nor a gas price are recorded, wei per unit of gas; an assumption: 0 on an exchange. */
  baseFeePerGas?: number | undefined
}

/** What is traded. */
export interface MarketVenue {
  name: string
  /** The risky asset, and the dollar that it is quoted in. */
  asset: string
  quote: string
  /** 1e6 = 100 %. */
  feePips: number
  /** Virtual quote reserve where none is recorded, 1e6 = $1; an assumption. */
  depthUsd6?: number | undefined
}

/** `market.json`: what a folder of recorded figures is. */
export interface Manifest {
  format: 'gimbal-market/1'
  /** Of the folder: lower case, digits, dashes. */
  name: string
  title: string
  source: string
  licence: string
  chain: MarketChain
  venue: MarketVenue
  /** Where segments begin and the two averages start. */
  start: SourceStart
  /** Of what the start figures were made, in words. */
  startMadeOf: string
  /** What is left out or taken for granted; shown at the top of every report. */
  assumptions: readonly string[]
  partitions: readonly Partition[]
}

/** An opened market: its manifest, and where its files are. */
export interface Market {
  folder: string
  manifest: Manifest
  /** Root of the Merkle tree over the partitions' SHA-256, in the order of their files' names. */
  dataHash: Hex
}
