import { NetworkConfigError } from '../../client/network/errors.ts'
import { type Network, requireUrl } from '../../client/network/network.ts'
import type { Wait } from '../../http/sleep.ts'
import { createHubClient, type HubClient } from '../../snapshot/index.ts'
import { printNote } from '../io/print.ts'

/** An API key for Snapshot's hub, which lets its bearer ask more often. */
const API_KEY = 'GIMBAL_SNAPSHOT_API_KEY'

interface Options {
  /** How often what fails is asked again. */
  retries?: number
  /** How long one request may take, milliseconds. */
  timeoutMs?: number
  /** How long a question may take with all its repetitions, milliseconds. */
  patienceMs?: number
}

/**
 * Snapshot's services, as the network names them; standard error reports waits.
 *
 * @throws NetworkConfigError if the network names none, or the API key of the environment cannot be sent.
 */
export function openHub(network: Network, options: Options = {}): HubClient {
  return createHubClient({
    hubUrl: requireUrl(network, 'hubUrl'),
    sequencerUrl: requireUrl(network, 'sequencerUrl'),
    ipfsUrl: requireUrl(network, 'ipfsUrl'),
    apiKey: readApiKey(),
    onWait: tellWait,
    ...options,
  })
}

function readApiKey(): string | undefined {
  const key = process.env[API_KEY]?.trim()
  if (key === undefined || key === '') return undefined
  // Characters that a header may hold (RFC 9110), without spaces.
  if (/^[\x21-\x7e]+$/.test(key)) return key
  throw new NetworkConfigError(
    `${API_KEY} holds a character that no API key has, such as a space or a line end within; set it again`,
  )
}

function tellWait({ origin, waitMs, isTold }: Wait): void {
  const seconds = `${Math.ceil(waitMs / 1_000)} s`
  const why = isTold ? `asks to wait ${seconds}` : `fails; it is asked again in ${seconds}`
  printNote(`gimbal: ${origin} ${why}`)
}
