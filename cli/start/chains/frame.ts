import type { Limit, ParameterField, Parameters } from '../../../core/index.ts'
import type { Frame } from '../frame.ts'

/** The second chain at one moment, and what is between it and home. */
export interface AwayFrame {
  /** Of the chain. */
  name: string
  /** Time of its latest block, unix seconds. */
  at: bigint
  blockNumber: bigint
  baseFeePerGas: bigint
  status: 'unknown' | 'active' | 'stale' | 'halted' | 'fallback'
  /** Of the evidence behind what is in force there; undefined: no message came yet. */
  ageSec: bigint | undefined
  values: Parameters
  /** Its own voted bounds. */
  min: Parameters
  max: Parameters
  /** What its bounds keep from home's value, and why. */
  held: readonly { field: ParameterField; limit: Limit }[]
  messages: { sent: number; delivered: number; underWay: number; failed: number }
}

/** Both chains at one moment. */
export interface AcrossFrame extends Frame {
  /** Undefined: it was not read yet. */
  away: AwayFrame | undefined
  /** Of home's evidence; undefined: there is none. */
  homeAgeSec: bigint | undefined
}
