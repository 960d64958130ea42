import type { Source } from '../observation/index.ts'

/** The part of a market's source that a record gives: with it, a chain that plays the record has the same history. */
export type SourceStart = Pick<
  Source,
  'segmentOffsetSec' | 'startVarianceWad' | 'startDepthRefUsd6'
>
