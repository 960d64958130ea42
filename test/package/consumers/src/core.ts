import {
  type Bounds,
  type Core,
  inputFields,
  loadCore,
  loadStrategies,
  type Observation,
  type Parameters,
  packVector,
  parameterMax,
  parseRow,
} from 'gimbal/core'

export async function stepOnce(core: Core, bounds: Bounds, target: Parameters) {
  const { next, limits } = core.applyBounds({
    current: bounds.min,
    target,
    bounds,
    loosening: { used: bounds.min, lastAt: 0n },
    nowAt: 1n,
    isSameEpoch: false,
  })
  return { bandPips: next.bandPips satisfies bigint, limit: limits.bandPips satisfies string }
}

/** Bytes of one's own, or where they are. */
export const loads = [
  () => loadCore(),
  () => loadCore(new Uint8Array()),
  () => loadCore(new URL('https://example.org/core.wasm')),
  () => loadStrategies(),
]

export const rows = [parseRow({})].map(({ observation }): Observation => observation)
export const widest: Parameters = parameterMax
export const packed = packVector
export const lanes: number = inputFields.length

// @ts-expect-error Money and shares are bigints.
export const wrong: Partial<Observation> = { navUsd6: 1 }
