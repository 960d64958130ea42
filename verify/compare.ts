import { type Parameters, parameterFields } from '../core/index.ts'

/** What is compared: a figure, a hash or a word, or whether something holds. */
export type Figure = bigint | string | boolean

/** A figure that the contract or its event has, beside the one that was computed here. */
export interface Pair {
  field: string
  stored: Figure
  /** Undefined: nothing was computed. */
  computed: Figure | undefined
}

/** What came of comparing. */
export interface Comparison {
  pairs: Pair[]
  /** One line each; none: it agrees. */
  differences: string[]
}

/** A comparison that a sceptic can follow. */
export interface Step extends Comparison {
  name: string
  /** What was compared, with figures. */
  text: string
  /** What this step takes from the node unproven, one line each; only steps of a proof have them. */
  caveats?: string[]
}

/** A step of some comparisons. */
export function createStep(name: string, text: string, ...parts: readonly Comparison[]): Step {
  const { pairs, differences } = join(...parts)
  return { name, text, pairs, differences }
}

/** Comparisons as one. */
export function join(...parts: readonly Comparison[]): Comparison {
  return {
    pairs: parts.flatMap(({ pairs }) => pairs),
    differences: parts.flatMap(({ differences }) => differences),
  }
}

/** A difference that words tell. */
export function differ(...differences: string[]): Comparison {
  return { pairs: [], differences }
}

/** A figure that the contract or its event has and one that was computed here. */
export function compare(field: string, stored: Figure, computed: Figure | undefined): Comparison {
  return {
    pairs: [{ field, stored, computed }],
    differences:
      stored === computed ? [] : [`${field}: stored ${stored}, computed ${computed ?? 'none'}`],
  }
}

/** The same for every field of a vector. */
export function compareParameters(
  what: string,
  stored: Parameters,
  computed: Parameters | Error | undefined,
): Comparison {
  if (computed !== undefined && !(computed instanceof Error)) {
    return join(...parameterFields.map((field) => compare(field, stored[field], computed[field])))
  }
  const why = computed === undefined ? 'nothing was computed' : `refused, ${computed.message}`
  return {
    pairs: parameterFields.map((field) => ({ field, stored: stored[field], computed: undefined })),
    differences: [`${what}: ${why}`],
  }
}

export function formatParameters(values: Parameters): string {
  return parameterFields.map((field) => `${field} ${values[field]}`).join(', ')
}
