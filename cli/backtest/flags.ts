import type { NetworkFlags } from '../network/readNetwork.ts'

/** What `gimbal backtest` takes beside the draft. */
export interface BacktestFlags extends NetworkFlags {
  market?: string | undefined
  against?: string | undefined
  portfolio?: string | undefined
  'in-force'?: string | undefined
  of?: string | undefined
  from?: string | undefined
  to?: string | undefined
  seed: string
  latency?: string | undefined
  'what-if'?: boolean | undefined
  jobs?: string | undefined
  out?: string | undefined
  trials?: string | undefined
  json?: boolean | undefined
  store?: string | undefined
  queue?: string | undefined
  workers?: string | undefined
  shard?: string | undefined
}
