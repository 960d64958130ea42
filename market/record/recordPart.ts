import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import type { Address, Hex } from 'viem'
import { z } from 'zod'
import { MarketFileError } from '../errors.ts'
import type { PoolChange, PoolSpot } from '../poolMinutes.ts'
import type { RecordedBlock } from '../recording.ts'

/** What is recorded: known before the first block is asked for. */
export interface RecordPlan {
  chainId: number
  pool: Address
  /** Unix seconds; with the warm-up. */
  beginAt: bigint
  toAt: bigint
  firstBlock: bigint
  lastBlock: bigint
  /** Hash of the block before the first. */
  parentHash: Hex
  poolBefore?: PoolSpot | undefined
}

/** Some blocks, one after the other, and what the pool did in them. */
export interface RecordChunk {
  fromBlock: bigint
  toBlock: bigint
  /** Of the last block. */
  hash: Hex
  blocks: RecordedBlock[]
  changes: PoolChange[]
}

const integer = z
  .string()
  .regex(/^-?\d{1,78}$/)
  .transform(BigInt)
const hex = z.custom<Hex>((value) => typeof value === 'string' && /^0x[0-9a-f]+$/i.test(value))
const spot = z.object({ tick: integer, liquidity: integer })

const planSchema = z.object({
  chainId: z.int(),
  pool: hex,
  beginAt: integer,
  toAt: integer,
  firstBlock: integer,
  lastBlock: integer,
  parentHash: hex,
  poolBefore: spot.optional(),
})

const timestamp = integer
const chunkSchema = z.object({
  fromBlock: integer,
  toBlock: integer,
  hash: hex,
  blocks: z.array(z.object({ at: integer, baseFeePerGas: integer, gasUsedRatioPips: integer })),
  changes: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('initialize'), timestamp, tick: integer }),
      z.object({
        kind: z.literal('swap'),
        timestamp,
        tick: integer,
        liquidity: integer,
        amount0: integer,
        amount1: integer,
      }),
      z.object({
        kind: z.literal('liquidity'),
        timestamp,
        tickLower: integer,
        tickUpper: integer,
        liquidityDelta: integer,
      }),
    ]),
  ),
})

/**
 * The data of a recording so far, in a file next to its output: a line for the plan, then one for each chunk, each
 * written when it is complete. A line that a kill cut off is taken away by the next run.
 */
export class RecordPart {
  readonly file: string

  /** @param folder - Where the market is to go. */
  constructor(folder: string) {
    this.file = `${folder.replace(/\/+$/, '')}.part`
  }

  /**
   * The data of an earlier run; undefined if there are none to continue from.
   *
   * @throws MarketFileError if the file cannot be read or is damaged.
   */
  read(): { plan: RecordPlan; chunks: RecordChunk[] } | undefined {
    const text = this.#readText()
    if (text === undefined) return undefined
    const whole = text.slice(0, text.lastIndexOf('\n') + 1)
    if (whole.length < text.length) {
      this.#change(() => truncateSync(this.file, Buffer.byteLength(whole)))
    }
    const [first, ...rest] = whole.split('\n').slice(0, -1)
    if (first === undefined) return undefined
    try {
      const plan = planSchema.parse(JSON.parse(first))
      const chunks = rest.map((line) => chunkSchema.parse(JSON.parse(line)))
      let expected = plan.firstBlock
      for (const { fromBlock, toBlock } of chunks) {
        if (fromBlock !== expected) throw new RangeError(`block ${expected} is missing`)
        expected = toBlock + 1n
      }
      return { plan, chunks }
    } catch (cause) {
      throw new MarketFileError(this.file, 'is damaged; remove it and record again', { cause })
    }
  }

  begin(plan: RecordPlan): void {
    this.#change(() => writeFileSync(this.file, encodeLine(plan)))
  }

  append(chunk: RecordChunk): void {
    this.#change(() => appendFileSync(this.file, encodeLine(chunk)))
  }

  remove(): void {
    this.#change(() => rmSync(this.file, { force: true }))
  }

  #readText(): string | undefined {
    try {
      return readFileSync(this.file, 'utf8')
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw new MarketFileError(this.file, 'cannot be read; check the path', { cause })
    }
  }

  #change(change: () => void): void {
    try {
      change()
    } catch (cause) {
      const reason = 'cannot be written; check the folder and its free space'
      throw new MarketFileError(this.file, reason, { cause })
    }
  }
}

function encodeLine(value: object): string {
  const text = JSON.stringify(value, (_key, entry) => {
    return typeof entry === 'bigint' ? `${entry}` : entry
  })
  return `${text}\n`
}
