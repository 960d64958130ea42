import { type ParameterField, parameterFields } from '../../core/index.ts'
import type { Outcome } from './engines.ts'

/** Where two engines disagree about one row. */
export interface Difference {
  /** The parameter, or the field that one of them refuses. */
  field: string
  wasm: string
  evm: string
  /** Set where both are numbers: the bits that differ, in hexadecimal. */
  xor?: string
}

/** The first field in which two outcomes differ, or undefined if they agree in every bit. */
export function findDifference(wasm: Outcome, evm: Outcome): Difference | undefined {
  if (wasm instanceof Error || evm instanceof Error) return findRefusalDifference(wasm, evm)
  const field = parameterFields.find((name) => wasm[name] !== evm[name])
  return field && describeDifference(field, wasm[field], evm[field])
}

function describeDifference(field: ParameterField, wasm: bigint, evm: bigint): Difference {
  const xor = `0x${(wasm ^ evm).toString(16)}`
  return { field, wasm: wasm.toString(), evm: evm.toString(), xor }
}

function findRefusalDifference(wasm: Outcome, evm: Outcome): Difference | undefined {
  const texts = { wasm: describeOutcome(wasm), evm: describeOutcome(evm) }
  if (texts.wasm === texts.evm) return undefined
  const refusal = [wasm, evm].find((outcome) => outcome instanceof Error)
  return { field: refusal?.field ?? 'status', ...texts }
}

// The message holds the name, the value and the limits: equal messages are equal refusals.
function describeOutcome(outcome: Outcome): string {
  return outcome instanceof Error ? `refuses: ${outcome.message}` : 'accepts'
}
