/** Why the sequencer does not take a message, in the words of the real one. */
export class Refusal extends Error {}

/** Ends the check of a message unless it holds. */
export function refuseUnless(holds: boolean, reason: string): asserts holds {
  if (!holds) throw new Refusal(reason)
}
