// The steps of a market, as a stream.
//
// Method:   all records side by side, in order of time; of one time, pools, prices and the rest come before blocks, so that a block
//           has what is known by then. A row of the clock's record ends a step: what is known at its time is the step.
// Special:  steps begin where every pool, price and gas record has begun: nothing is guessed before. Without headers, blocks are
//           made every 12 s of the gas price (`makeBlocks`), equal ones at once.
// Accuracy: the observations are those of `computeObservations`, bit for bit; test/market/read/readSteps.test.ts.

import { SEGMENT_SEC } from '../../observation/periods.ts'
import { CoarseObserver } from '../coarseObserver.ts'
import type { Market, PartitionKind } from '../manifest.ts'
import { MADE_BLOCK_SEC } from '../recordedBlocks.ts'
import { SegmentObserver } from '../segmentObserver.ts'
import { StepFigures } from '../stepFigures.ts'
import type { StepRange, Steps } from '../steps.ts'
import { computeLiquidity, computeTickAt } from '../ticks.ts'
import { Cursor } from './cursor.ts'
import type { MarketFiles } from './marketFiles.ts'
import { planSteps, type StepPlan } from './planSteps.ts'
import { readStream, type Stream } from './readStream.ts'
import type { Rows } from './rows.ts'

/**
 * The steps of a market with `from <= at < to`, and its observations. Averages and segments begin where the record begins,
 * whatever the range: the first chunk also has the last observation from before it.
 *
 * @throws as `readStream`, `planSteps`; a file is checked before its first row is used.
 */
export async function* readSteps(
  files: MarketFiles,
  market: Market,
  { from = 0, to = Number.POSITIVE_INFINITY }: StepRange = {},
): AsyncGenerator<Steps> {
  const reader = new StepReader(files, market, planSteps(market))
  try {
    await reader.open()
    for (;;) {
      const at = await reader.advance()
      if (at === undefined || at >= to) break
      reader.observe(at)
      if (at < from) reader.figures.forgetObservations()
      if (at < from) reader.figures.skipStep()
      else reader.figures.addStep(at)
      if (reader.figures.isFull) yield reader.figures.takeSteps()
    }
    if (reader.figures.hasSteps) yield reader.figures.takeSteps()
  } finally {
    await reader.close()
  }
}

/** Of one time, in this order. */
const order: readonly PartitionKind[] = ['pool', 'price', 'gas', 'funding', 'volatility', 'block']

class StepReader {
  readonly figures: StepFigures
  private readonly plan: StepPlan
  private readonly tracks: { stream: Stream; cursor: Cursor; isNeeded: boolean }[]
  private readonly segments: SegmentObserver | undefined
  private readonly coarse: CoarseObserver | undefined
  /** Of the next made block. */
  private madeAt = Number.NaN
  private readonly offsetSec: number
  private readonly hasOwnBlocks: boolean
  private fee = 0n
  private ratio = 0n
  private isReady = false
  private rows: Rows | undefined
  private index = 0

  constructor(files: MarketFiles, market: Market, plan: StepPlan) {
    const { start, chain } = market.manifest
    this.plan = plan
    this.offsetSec = start.segmentOffsetSec
    this.hasOwnBlocks = plan.hasBlocks || plan.hasGas
    this.figures = new StepFigures(market.manifest, plan.duties)
    this.tracks = plan.streams
      .filter(({ kind }) => order.includes(kind))
      .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
      .map((stream) => {
        const cursor = new Cursor(readStream(files, market, stream))
        return { stream, cursor, isNeeded: !['funding', 'volatility'].includes(stream.kind) }
      })
    if (plan.observations === 'segments') this.segments = new SegmentObserver(start)
    if (plan.observations === 'rows') this.coarse = new CoarseObserver(start)
    this.fee = BigInt(chain.baseFeePerGas ?? 0)
    this.ratio = BigInt(chain.gasTargetPips)
  }

  async open(): Promise<void> {
    for (const { cursor } of this.tracks) await cursor.load()
  }

  async close(): Promise<void> {
    for (const { cursor } of this.tracks) await cursor.close()
  }

  /** Goes on to the next step. @returns its time; undefined after the last. */
  async advance(): Promise<number | undefined> {
    for (;;) {
      let at = Number.POSITIVE_INFINITY
      for (const { cursor } of this.tracks) if (cursor.at < at) at = cursor.at
      if (at === Number.POSITIVE_INFINITY) return undefined
      this.makeBlocks(at)
      // What was paid or traded before the first step is nobody's.
      if (!this.isReady) this.figures.skipStep()
      let isStep = false
      for (const track of this.tracks) {
        while (track.cursor.at === at) {
          if (track.stream === this.plan.clock) isStep = true
          this.take(track.stream, track.cursor)
          track.isNeeded = false
          if (!track.cursor.step()) await track.cursor.load()
        }
      }
      this.makeBlocks(at + 1)
      if (isStep && this.checkReady()) return at
    }
  }

  private checkReady(): boolean {
    this.isReady ||= this.tracks.every(({ isNeeded }) => !isNeeded)
    return this.isReady
  }

  private readonly readCell = (column: string): number | undefined => {
    return this.rows?.narrow.get(column)?.[this.index]
  }

  private readWide(column: string): bigint | undefined {
    return this.rows?.wide.get(column)?.[this.index]
  }

  private take(stream: Stream, cursor: Cursor): void {
    const { figures, readCell } = this
    this.rows = cursor.rows
    this.index = cursor.index
    switch (stream.kind) {
      case 'pool':
        this.takePool()
        break
      case 'price':
        figures.takePrice(readCell)
        break
      case 'gas':
        if (this.plan.hasBlocks) break
        this.takeGas()
        this.beginBlocks(cursor.at)
        break
      case 'block':
        this.takeGas()
        this.addBlock(cursor.at, 1)
        break
      case 'funding':
        figures.takeFunding(readCell('fundingPips9') ?? 0)
        break
      case 'volatility':
        figures.takeVolatility(Number(this.readWide('impliedVarianceWad')))
        break
    }
    if (stream !== this.plan.events) return
    this.addEvent()
    // Nothing but an assumed base fee: it holds from the first event on.
    if (!this.hasOwnBlocks) this.beginBlocks(cursor.at)
  }

  private beginBlocks(at: number): void {
    if (Number.isNaN(this.madeAt)) this.madeAt = findMadeBlock(at)
  }

  private takePool(): void {
    const { figures } = this
    figures.takePool(this.readCell, this.readWide('liquidity') ?? 0n)
    const [inAmount0, inAmount1] = [this.readWide('inAmount0'), this.readWide('inAmount1')]
    if (inAmount0 !== undefined) figures.takePoolVolume(inAmount0, inAmount1 ?? 0n)
  }

  private takeGas(): void {
    this.figures.takeGas(this.readCell)
    this.fee = BigInt(this.figures.baseFeePerGas)
    this.ratio = BigInt(this.figures.gasUsedRatioPips)
  }

  /** What the pool's event of a row is; a price alone stands for a pool with the depth that is known or assumed. */
  private addEvent(): void {
    const { figures, plan, segments } = this
    if (segments === undefined) return
    if (plan.events.kind === 'pool') {
      segments.addPool(BigInt(figures.tick), figures.liquidity ?? 0n)
      return
    }
    const tick = computeTickAt(figures.priceUsd6)
    const depth = figures.depthUsd6
    if (!Number.isNaN(depth)) segments.addPool(tick, computeLiquidity(BigInt(depth), tick))
  }

  private addBlock(at: number, count: number): void {
    const native = this.figures.ownNativePriceUsd6
    this.segments?.addBlock(BigInt(at), this.fee, this.ratio, count, native)
  }

  /** Adds the made blocks before a time. Equal ones of a segment come at once. */
  private makeBlocks(untilAt: number): void {
    while (this.madeAt < untilAt) {
      const segmentEnd = this.findSegmentEnd(this.madeAt)
      const end = Math.min(untilAt, segmentEnd)
      const count = Math.ceil((end - this.madeAt) / MADE_BLOCK_SEC)
      this.addBlock(this.madeAt, count)
      this.madeAt += count * MADE_BLOCK_SEC
    }
  }

  private findSegmentEnd(at: number): number {
    const offset = this.offsetSec
    return at - ((at - offset) % segmentSec) + segmentSec
  }

  /** Takes up what is known at a step that was gone to. */
  observe(at: number): void {
    const { figures, segments, coarse } = this
    if (segments !== undefined) figures.addObservations(segments.take())
    if (coarse === undefined) return
    const { priceUsd6, depthUsd6, baseFeePerGas, gasUsedRatioPips, nativeUsd6 } = figures
    const nativePriceUsd6 = nativeUsd6
    const row = { at, priceUsd6, depthUsd6, baseFeePerGas, gasUsedRatioPips, nativePriceUsd6 }
    const observation = coarse.add(row)
    if (observation !== undefined) figures.addObservations([observation])
  }
}

const segmentSec = Number(SEGMENT_SEC)

function findMadeBlock(at: number): number {
  return Math.ceil(at / MADE_BLOCK_SEC) * MADE_BLOCK_SEC
}
