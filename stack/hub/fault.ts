/**
 * The steps at which a real service sometimes fails:
 *
 * - `maintenance`: 503, `update in progress, try later`
 * - `process`: 425, `request already being processed`
 * - `power`: 400, `failed to check voting power` of a vote, `failed to check validation` of a proposal
 * - `block`: 400, `unable to fetch block` of a proposal
 * - `pin`: 400, `pinning failed`
 * - `reply`: the message is taken, and the connection breaks before the answer
 * - `query`: 200 with `errors: request failed`
 */
export type HubFaultStep = 'maintenance' | 'process' | 'power' | 'block' | 'pin' | 'reply' | 'query'

/**
 * Whether the hub fails at this step of this request.
 *
 * @param body What was posted.
 */
export type HubFault = (step: HubFaultStep, body: unknown) => boolean
