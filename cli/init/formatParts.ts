// What the configurations of a replica and of a prover have in common.

import type { Hex } from 'viem'
import { formatAmount, type MarketConfig } from '../../governance/index.ts'
import type { Network } from '../network/readNetwork.ts'

const COMMENT_COLUMN = 37
/** An hour: a value is renewed at least so often, even where voters would allow it to be older. */
const MAX_HEARTBEAT_SEC = 3_600n
const MIN_HEARTBEAT_SEC = 60n

export interface BotOptions {
  /** In its log. */
  name: string
  network: Network
  /** At least one. */
  markets: ReadonlyMap<Hex, MarketConfig>
  /** A keystore file; without it the key is in an environment variable. */
  keystore: string | undefined
  ports: BotPorts
}

/** Where it listens: for its health, and for the signatures that others ask for. */
export interface BotPorts {
  http: number
  sign: number
}

/** Comments behind something begin in one column. */
export function align(text: string): string {
  return text.replace(
    /^(\s*[^\s#].*?) +# /gm,
    (_, code: string) => `${code.padEnd(COMMENT_COLUMN)} # `,
  )
}

/** The part `chain`. */
export function formatChain({ network, isLocal }: { network: Network; isLocal: boolean }): string {
  return `chain:
  id: ${network.chainId}  # an endpoint on another chain is refused
  endpoints:  # one or two, of two providers; two have to agree on everything
${formatEndpoints(isLocal, network.rpcUrl)}
  clock: ${isLocal ? 'replayed  # a local chain has a time of its own' : "real  # the chain's time has to be this machine's"}
  pollMs: 500  # how often it asks for the latest block
  timeoutMs: 1500  # an endpoint that takes longer is not asked for 10 s
  maxLagBlocks: 3  # an endpoint further behind the other is left aside
  maxClockSkew: 60 s  # how far this machine's clock may be from the chain's`
}

/** The rest of `submit`, and what follows it. */
export function formatService({ name, ports }: BotOptions): string {
  return `  tip: 1 gwei  # for whoever makes the block, a unit of gas
  budget: 2000 gwei  # the most that a unit of gas may ever cost
  dailyBudget: 2 ether  # the most that pushes may cost within 24 hours
  lowBalance: 0.5 ether  # an alarm from here downwards
  replaceAfter: 36 s  # a push that is in no block by then is replaced, for an eighth more
  requiredDepth: 2  # blocks before a push is over
journal: { file: ${name}.sqlite }  # or { variable: GIMBAL_JOURNAL }, which holds a postgresql URL
http:  # /live, /ready, /metrics
  host: 127.0.0.1  # 0.0.0.0 to be reached from other machines
  port: ${ports.http}  # a free one
  allowedOrigins: []  # pages that may read them: https://console.example, or loopback
alarms: { after: 40 s }  # how long something may be wrong before it is an alarm
log: { level: info }  # or debug, warn, error`
}

/** A heartbeat that suits all of the markets. */
export function formatHeartbeat(configs: readonly MarketConfig[]): string {
  const longest = configs.map(({ policy, freshness }) => {
    return freshness.maxAgeSec - 2n * policy.epochSec
  })
  const shortest = [MAX_HEARTBEAT_SEC, ...longest].reduce((a, b) => (a < b ? a : b))
  return formatAmount(shortest > MIN_HEARTBEAT_SEC ? shortest : MIN_HEARTBEAT_SEC, 'sec')
}

function formatEndpoints(isLocal: boolean, url: string): string {
  if (isLocal) return `    - url: ${JSON.stringify(url)}`
  return '    - variable: GIMBAL_RPC_A  # holds the URL\n    - variable: GIMBAL_RPC_B'
}
