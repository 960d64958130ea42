/** Why the sequencer does not take a message, in the words of the real one. */
export class Refusal extends Error {
  readonly status: number
  readonly headers: Record<string, string>

  constructor(reason: string, status = 400, headers: Record<string, string> = {}) {
    super(reason)
    this.status = status
    this.headers = headers
  }
}

/** Ends the check of a message unless it holds. */
export function refuseUnless(holds: boolean, reason: string): asserts holds {
  if (!holds) throw new Refusal(reason)
}

/** The answer of another service; a refusal with the reason if it does not answer. */
export async function askOrRefuse<Answer>(
  ask: () => Answer | Promise<Answer>,
  reason: string,
): Promise<Answer> {
  try {
    return await ask()
  } catch {
    throw new Refusal(reason)
  }
}
