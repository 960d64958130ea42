// Recomputes an update with the Wasm core: the very bytes that the bots run, and the twin of the contract's own code.

import { type Core, type Parameters, packVector, parameterFields } from 'gimbal/core'
import { nameParameter } from 'gimbal/governance'
import type { Update } from './read.ts'

/** One step of the contract's sums, done again. */
export interface Step {
  title: string
  /** What the chain says, and what was computed here, both as they are stored: 190 bits in hexadecimal. */
  onChain: string
  here: string
  /** In words: what is equal, or what is not. */
  result: string
  isEqual: boolean
}

/**
 * From the evidence to the target, and from the target to the value in force.
 *
 * @returns the two steps, or why nothing can be recomputed.
 */
export function recompute(core: Core, update: Update): Step[] | string {
  const { record, policy, bounds, before, nowAt, coreHash } = update
  if (coreHash !== core.hash) {
    return `Voters chose the core ${coreHash}; this page has ${core.hash}, so it cannot judge.`
  }
  const { observation, observedAt, oldValues, newValues } = record

  // 1. The model: what the evidence asks for, under the policy that voters chose.
  const target = core.evaluate(observation, policy)

  // 2. The bounds: how far the contract may go towards it from what readers got before.
  const epochOf = (at: bigint) => at / policy.epochSec
  const outcome = core.applyBounds({
    current: oldValues,
    target,
    bounds,
    loosening: before.loosening,
    nowAt,
    isSameEpoch: before.observedAt !== 0n && epochOf(observedAt) <= epochOf(before.observedAt),
  })
  return [
    compare('What the model asks for', record.target, target),
    compare('What the voted bounds leave of it', newValues, outcome.next),
  ]
}

function compare(title: string, onChain: Parameters, here: Parameters): Step {
  const differing = parameterFields.filter((field) => onChain[field] !== here[field])
  const isEqual = differing.length === 0
  return {
    title,
    onChain: toHex(packVector(onChain)),
    here: toHex(packVector(here)),
    result: isEqual
      ? 'Equal: all 8 parameters, all 190 bits'
      : `Differs: ${differing.map(nameParameter).join(', ')}`,
    isEqual,
  }
}

const toHex = (word: bigint) => `0x${word.toString(16).padStart(48, '0')}`
