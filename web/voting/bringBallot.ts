import { z } from 'zod'
import { type Ballot, formatBallot } from '../../client/ballot.ts'
import { BaseError } from '../../core/errors.ts'
import { showText } from '../../core/showText.ts'
import { splitCredentials } from '../../http/splitCredentials.ts'

/** A relay did not take a ballot. */
class RelayRefusedError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('web/relay-refused', message, options)
  }
}

/** What a relay answers (docs/governance.md). */
const answerSchema = z.union([
  z.object({
    outcome: z.string(),
    transactionHash: z
      .string()
      .regex(/^0x[0-9a-f]{64}$/i)
      .optional(),
  }),
  z.object({ error: z.string() }),
])

/** Of a relay's own words. */
const MAX_SHOWN = 500
const TIMEOUT_MS = 60_000

/** What came of bringing a ballot: in a transaction, or the voter's vote was there already. */
export interface Brought {
  transactionHash: `0x${string}` | undefined
}

/**
 * Hands a ballot to a relay, which pays for it.
 *
 * @throws RelayRefusedError with the relay's reason, or why it could not be asked.
 */
export async function bringBallot(relayUrl: string, ballot: Ballot): Promise<Brought> {
  let response: Response
  let content: unknown
  try {
    const { url, headers } = splitCredentials(relayUrl)
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: formatBallot(ballot),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    content = await response.json()
  } catch (cause) {
    throw new RelayRefusedError(
      'the relay does not answer; bring the ballot to it later, or give it to somebody else',
      { cause },
    )
  }
  const { data } = answerSchema.safeParse(content)
  if (data === undefined) {
    throw new RelayRefusedError(
      `what answers at the relay's URL is no relay (HTTP status ${response.status}); give the ballot to somebody else`,
    )
  }
  if ('error' in data) {
    const words = showText(data.error.slice(0, MAX_SHOWN)).replaceAll('`', "'")
    throw new RelayRefusedError(`the relay says: “${words}”`)
  }
  return { transactionHash: data.transactionHash as Brought['transactionHash'] }
}
