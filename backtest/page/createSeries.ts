import type { RuleRun, StepRecord, StepSink } from '../outcome.ts'

/** Points of a chart over time: more are not seen on any screen. */
const MAX_POINTS = 1_500

/** What the charts over time show of one rule, one figure a point. */
interface RuleSeries {
  ruleId: string
  /** Net value, dollars. */
  nav: readonly number[]
  /** (held - wanted) / net value, percent. */
  drift: readonly number[]
  /** The band in force, percent; null where none is. */
  band: readonly (number | null)[]
  /** Below the highest net value so far, percent, at most 0. */
  drawdown: readonly number[]
}

/** All of it. Points are equally many steps apart. */
export interface Series {
  /** Unix seconds. */
  at: readonly number[]
  rules: readonly RuleSeries[]
}

/** Keeps every n-th step of some rules, n doubling as a run grows: the same points however the run is cut into chunks. */
export class SeriesSink implements StepSink {
  private readonly rules = new Map<string, Collector>()
  private readonly isShown: (ruleId: string) => boolean

  constructor(isShown: (ruleId: string) => boolean) {
    this.isShown = isShown
  }

  writeStep(record: StepRecord): void {
    if (!this.isShown(record.ruleId)) return
    let collector = this.rules.get(record.ruleId)
    if (collector === undefined) {
      collector = new Collector(record.ruleId)
      this.rules.set(record.ruleId, collector)
    }
    collector.take(record)
  }

  async flush(): Promise<void> {}

  /** In the order of the runs. */
  finish(runs: readonly RuleRun[]): Series {
    const collectors = runs.flatMap(({ ruleId }) => this.rules.get(ruleId) ?? [])
    return {
      at: collectors[0]?.points.map(({ at }) => at) ?? [],
      rules: collectors.map((collector) => collector.finish()),
    }
  }
}

interface Point {
  at: number
  nav: number
  drift: number
  band: number | null
  drawdown: number
}

class Collector {
  points: Point[] = []
  private readonly ruleId: string
  private stride = 1
  private steps = 0
  private highestUsd6 = 0

  constructor(ruleId: string) {
    this.ruleId = ruleId
  }

  take({ at, navUsd6, exposureUsd6, targetUsd6, parameters }: StepRecord): void {
    this.highestUsd6 = Math.max(this.highestUsd6, navUsd6)
    if (this.steps++ % this.stride !== 0) return
    if (this.points.length >= MAX_POINTS) {
      this.stride *= 2
      this.points = this.points.filter((_, index) => index % 2 === 0)
      if ((this.steps - 1) % this.stride !== 0) return
    }
    const band = parameters?.[1]
    this.points.push({
      at,
      nav: round(navUsd6 / 1e6, 0),
      drift: navUsd6 > 0 ? round((100 * (exposureUsd6 - targetUsd6)) / navUsd6, 4) : 0,
      band: band === undefined ? null : round(band / 1e4, 4),
      drawdown:
        this.highestUsd6 > 0
          ? round((100 * (navUsd6 - this.highestUsd6)) / this.highestUsd6, 4)
          : 0,
    })
  }

  finish(): RuleSeries {
    return {
      ruleId: this.ruleId,
      nav: this.points.map(({ nav }) => nav),
      drift: this.points.map(({ drift }) => drift),
      band: this.points.map(({ band }) => band),
      drawdown: this.points.map(({ drawdown }) => drawdown),
    }
  }
}

function round(value: number, digits: number): number {
  const scale = 10 ** digits
  return Math.round(value * scale) / scale
}
