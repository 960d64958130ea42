import { basename } from 'node:path'
import type { Hex } from 'viem'
import { describeChain } from '../../client/network/chains.ts'
import { LOCAL_NETWORK } from '../../client/network/findNetwork.ts'
import { formatAmount, formatMarket, type MarketConfig } from '../../governance/index.ts'
import packageJson from '../../package.json' with { type: 'json' }
import type { Network } from '../network/readNetwork.ts'

const COMMENT_COLUMN = 37
/** An hour: a value is renewed at least so often, even where voters would allow it to be older. */
const MAX_HEARTBEAT_SEC = 3_600n
const MIN_HEARTBEAT_SEC = 60n

export interface ReplicaOptions {
  /** In its log. */
  name: string
  network: Network
  /** At least one. */
  markets: ReadonlyMap<Hex, MarketConfig>
  /** A keystore file; without it the key is in an environment variable. */
  keystore: string | undefined
}

/**
 * The configuration of a replica, YAML, with every setting explained. It holds no secret: those are in the environment
 * variables that it names.
 */
export function formatReplica({ name, network, markets, keystore }: ReplicaOptions): string {
  const isLocal = network.name === LOCAL_NETWORK
  const configs = [...markets.values()]
  const own = JSON.stringify(keystore)
  const key = keystore === undefined ? '{ variable: GIMBAL_REPORTER_KEY }' : `{ keystore: ${own} }`
  return align(`# A replica of the bot on ${describeChain(network.chainId, network.name)}; docs/runbook.md explains each setting.
# URLs that may hold a key, keys and tokens stand in the environment variables that are named here, never in this file.
version: ${packageJson.version}  # of the release; a new one may mean something else by a place
name: ${name}  # in its log
chain:
  id: ${network.chainId}  # an endpoint on another chain is refused
  endpoints:  # one or two, of two providers; two have to agree on everything
${formatEndpoints(isLocal, network.rpcUrl)}
  clock: ${isLocal ? 'replayed  # a local chain has a time of its own' : "real  # the chain's time has to be this machine's"}
  pollMs: 500  # how often it asks for the latest block
  timeoutMs: 1500  # an endpoint that takes longer is not asked for 10 s
  maxLagBlocks: 3  # an endpoint further behind the other is left aside
  maxClockSkew: 60 s  # how far this machine's clock may be from the chain's
riskParameters: '${network.addresses.riskParameters}'  # the contract, as ${basename(network.file)} has it
index:
  endpoints:  # one or two subgraphs: a graph-node of yours, or The Graph Network
    - ${isLocal && network.graphqlUrl !== undefined ? `url: ${JSON.stringify(network.graphqlUrl)}` : 'variable: GIMBAL_SUBGRAPH'}
  confirmations: ${isLocal ? 0 : 1}  # blocks on top of what is measured: short reorgs do not touch it
  maxLagBlocks: 5  # further behind the chain, it holds
  maxLag: 120 s  # the same in time
markets: [${[...markets.keys()].map(formatMarket).join(', ')}]  # those that it works for
decide:
  deadBand: 2 %  # not sent: smaller loosening, nor smaller tightening after a push of the epoch
  heartbeat: ${formatHeartbeat(configs)}  # heartbeat + two epochs have to fit into each market's maximum age
  maxObservationAge: 10 min  # older evidence is not pushed
reporter:  # without reporter and sign: it carries what others sign
  key: ${key}  # or { keystore: FILE }, or { signer: URL, from: ADDRESS }
sign:  # where the other replicas ask for a signature
  host: 127.0.0.1  # 0.0.0.0 to be reached from other machines; behind TLS then
  port: 9465  # a free one
  token: GIMBAL_SIGN_TOKEN  # what they have to send: an environment variable that holds it
${formatPeers(configs)}
turns:
  takeover: 10 s  # what each replica leaves to each one whose turn is before its own
submit:  # without it: the replica signs, and sends nothing
  key: ${key}  # pays for the pushes; no other program may send from it
  tip: 1 gwei  # for whoever makes the block, a unit of gas
  budget: 2000 gwei  # the most that a unit of gas may ever cost
  dailyBudget: 2 ether  # the most that pushes may cost within 24 hours
  lowBalance: 0.5 ether  # an alarm from here downwards
  replaceAfter: 36 s  # a push that is in no block by then is replaced, for an eighth more
  requiredDepth: 2  # blocks before a push is over
journal: { file: ${name}.sqlite }  # or { variable: GIMBAL_JOURNAL }, which holds a postgresql URL
http:  # /live, /ready, /metrics
  host: 127.0.0.1  # 0.0.0.0 to be reached from other machines
  port: 9464  # a free one
  allowedOrigins: []  # pages that may read them: https://console.example, or loopback
alarms: { after: 40 s }  # how long something may be wrong before it is an alarm
log: { level: info }  # or debug, warn, error
`)
}

/** Comments behind something begin in one column. */
function align(text: string): string {
  return text.replace(
    /^(\s*[^\s#].*?) +# /gm,
    (_, code: string) => `${code.padEnd(COMMENT_COLUMN)} # `,
  )
}

function formatEndpoints(isLocal: boolean, url: string): string {
  if (isLocal) return `    - url: ${JSON.stringify(url)}`
  return '    - variable: GIMBAL_RPC_A  # holds the URL\n    - variable: GIMBAL_RPC_B'
}

function formatHeartbeat(configs: readonly MarketConfig[]): string {
  const longest = configs.map(({ policy, freshness }) => {
    return freshness.maxAgeSec - 2n * policy.epochSec
  })
  const shortest = [MAX_HEARTBEAT_SEC, ...longest].reduce((a, b) => (a < b ? a : b))
  return formatAmount(shortest > MIN_HEARTBEAT_SEC ? shortest : MIN_HEARTBEAT_SEC, 'sec')
}

/** As many as have to sign beside this one; room for the other reporters' replicas. */
function formatPeers(configs: readonly MarketConfig[]): string {
  const needed = Math.max(...configs.map(({ threshold }) => Number(threshold))) - 1
  const others = Math.max(...configs.map(({ reporters }) => reporters.length)) - 1
  const lines = Array.from({ length: others }, (_, at) => {
    const peer = `- { variable: GIMBAL_PEER_${at + 2}_URL, token: GIMBAL_PEER_${at + 2}_TOKEN }`
    return at < needed ? `  ${peer}` : `  # ${peer}`
  })
  if (needed === 0) return ['peers: []  # one signature is enough', ...lines].join('\n')
  const head = `peers:  # ${needed + 1} have to sign; URLs such as https://replica-2.example/v1/sign`
  return [head, ...lines].join('\n')
}
