/** One measured number of a benchmark. */
export interface Figure {
  /** In lower case with hyphens, and the same from run to run: `batch-per-second`. */
  readonly name: string
  readonly value: number
  /** Unit of `value`: `evaluations/s`, `bytes`, `ms`, `gas`, `times`. */
  readonly unit: string
  /** The value to reach, in the same unit. A figure without one is only observed. */
  readonly aim?: number
  readonly better: 'lower' | 'higher'
  /** Figures of comparable projects, with their names: `SP-BEAM, one: 56,108`. */
  readonly beside?: string
}

/** What a file `bench/NAME.ts` exports as its default: it measures, prints nothing and returns the figures. */
export type Bench = () => Promise<Figure[]>
