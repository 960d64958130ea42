import { describeEntry } from '../../client/network/describeNetwork.ts'
import type { Network } from '../../client/network/network.ts'
import { gimbalFileSchema, type NetworkEntry, urlNames } from '../../client/network/schema.ts'
import { BaseError } from '../../core/errors.ts'
import { formatFault, listFaults } from '../../files/listFaults.ts'
import { readSettings, type Settings } from './settings.ts'
import { browserStorage } from './storage.ts'

/** The file beside the page that names the networks: the form of `gimbal.yaml`, as JSON. */
const NETWORKS_FILE = 'networks.json'

/** Of a reason that is shown, characters. */
const MAX_REASON = 400

/** The site has no networks, or its file of them is wrong. */
export class NetworksFileError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('web/networks-file', message, options)
  }
}

/** The network that is shown, with the visitor's changes, and those that could be. */
export interface ChosenNetwork {
  network: Network
  /** Names of all networks of the site. */
  names: readonly string[]
  /** The network as its file has it, without the visitor's changes. */
  original: Network
  settings: Settings
}

/**
 * Reads the site's networks and the visitor's settings.
 *
 * @throws NetworksFileError
 */
export async function loadNetwork(): Promise<ChosenNetwork> {
  const entries = await fetchEntries()
  const names = Object.keys(entries)
  const settings = readSettings(browserStorage)
  const name = names.find((one) => one === settings.network) ?? names[0]
  const entry = name === undefined ? undefined : entries[name]
  if (name === undefined || entry === undefined) {
    throw new NetworksFileError(`${NETWORKS_FILE} names no network; add one, see docs/console.md`)
  }
  const original = toNetwork(name, entry)
  const network = {
    ...original,
    ...settings.urls[name],
    replicaUrls: settings.replicaUrls[name] ?? original.replicaUrls,
  }
  return { network, names, original, settings }
}

async function fetchEntries(): Promise<Record<string, NetworkEntry>> {
  const url = new URL(NETWORKS_FILE, document.baseURI)
  let content: unknown
  try {
    const response = await fetch(url, { cache: 'no-cache' })
    if (!response.ok) throw new Error(await describeRefusal(response))
    content = await response.json()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new NetworksFileError(
      `${NETWORKS_FILE} beside this page cannot be read (${reason}); serve the console with \`gimbal console\`, or put the file there`,
      { cause },
    )
  }
  const { data, error } = gimbalFileSchema.safeParse(content)
  if (data !== undefined) return requireAddresses(data.networks)
  const faults = listFaults(gimbalFileSchema, content, error.issues, () => undefined)
  throw new NetworksFileError(faults.map((fault) => formatFault(NETWORKS_FILE, fault)).join('; '))
}

/** `gimbal console` says why, in a line; of others the status is told. */
async function describeRefusal(response: Response): Promise<string> {
  const isText = response.headers.get('content-type')?.startsWith('text/plain') === true
  const text = isText ? (await response.text()).trim() : ''
  return text === '' || text.length > MAX_REASON ? `HTTP status ${response.status}` : text
}

/** A page reads no further file: each network has to say everything itself. */
function requireAddresses(entries: Record<string, NetworkEntry>): Record<string, NetworkEntry> {
  const lacking = Object.entries(entries).find(([, { addresses }]) => addresses === undefined)
  if (lacking === undefined) return entries
  throw new NetworksFileError(
    `${NETWORKS_FILE}: networks.${lacking[0]}: names a file instead of addresses, and a page reads none; write it with \`gimbal console --out\``,
  )
}

function toNetwork(name: string, entry: NetworkEntry): Network {
  const urls = Object.fromEntries(urlNames.map((of) => [of, entry[of]])) as Pick<
    Network,
    (typeof urlNames)[number]
  >
  return describeEntry(name, entry, NETWORKS_FILE, undefined, {
    ...urls,
    urlProblems: {},
    secretUrls: [],
  })
}
