import { basename } from 'node:path'
import { zeroAddress } from 'viem'
import { describeChain } from '../../client/network/chains.ts'
import { LOCAL_NETWORK } from '../../client/network/findNetwork.ts'
import { formatMarket, type MarketConfig } from '../../governance/index.ts'
import packageJson from '../../package.json' with { type: 'json' }
import {
  align,
  type BotOptions,
  formatChain,
  formatHeartbeat,
  formatService,
} from './formatParts.ts'

/**
 * The configuration of a replica, YAML, with every setting explained. It holds no secret: those are in the environment
 * variables that it names.
 */
export function formatReplica(options: BotOptions): string {
  const { name, network, markets, keystore, ports } = options
  const isLocal = network.name === LOCAL_NETWORK
  const configs = [...markets.values()]
  const areOpen = isLocal && network.signUrls.length > 0
  const own = JSON.stringify(keystore)
  const key = keystore === undefined ? '{ variable: GIMBAL_REPORTER_KEY }' : `{ keystore: ${own} }`
  return align(`# A replica of the bot on ${describeChain(network.chainId, network.name)}; docs/runbook.md explains each setting.
# URLs that may hold a key, keys and tokens stand in the environment variables that are named here, never in this file.
version: ${packageJson.version}  # of the release; a new one may mean something else by a place
name: ${name}  # in its log
${formatChain({ network, isLocal })}
riskParameters: '${network.addresses.riskParameters}'  # the contract, as ${basename(network.file)} has it
index:
  endpoints:  # one or two subgraphs: a graph-node of yours, or The Graph Network
    - ${isLocal && network.graphqlUrl !== undefined ? `url: ${JSON.stringify(network.graphqlUrl)}` : 'variable: GIMBAL_SUBGRAPH'}
  confirmations: ${isLocal && !areOpen ? 0 : 1}  # blocks on top of what is measured: short reorgs do not touch it
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
  port: ${ports.sign}  # a free one
${areOpen ? '  # token: GIMBAL_SIGN_TOKEN' : '  token: GIMBAL_SIGN_TOKEN'}  # what they have to send: an environment variable that holds it
${areOpen ? formatOpenPeers(network.signUrls) : formatPeers(configs)}
turns:
  takeover: 10 s  # what each replica leaves to each one whose turn is before its own
submit:  # without it: the replica signs, and sends nothing
  key: ${key}  # pays for the pushes; no other program may send from it
${formatService(options)}${formatPrices(options)}
`)
}

/** What the network says of signed prices, if a market of it names a feed. */
function formatPrices({ network, markets }: BotOptions): string {
  const { prices } = network
  const isNamed = [...markets.values()].some(({ source }) => source.priceFeed !== zeroAddress)
  if (prices === undefined || !isNamed) return ''
  const { sourceUrls, feedId, signers, f, carrier } = prices
  return `
prices:  # without this part pushes carry no signed price; docs/prices.md
  sources:  # of several the freshest report counts
${sourceUrls.map((url) => `    - url: ${JSON.stringify(url)}`).join('\n')}
  feedId: '${feedId}'  # the provider's name of the price
  signers:  # the provider's, as its contract has them
${signers.map((address) => `    - '${address}'`).join('\n')}
  f: ${f}  # a report has one signature more than may be faulty
  maxAge: 60 s  # an older price is not carried
${network.name === LOCAL_NETWORK ? '  maxAhead: 60 s  # a source may know of a block of the local chain before the replica does\n' : ''}  carrier: '${carrier}'  # PricedPush: it updates the feed and pushes`
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

/** The replicas of a local stack, which ask for no token. */
function formatOpenPeers(urls: readonly string[]): string {
  const lines = urls.map((url) => `  - url: ${JSON.stringify(url)}`)
  return ['peers:  # those of the local stack, which ask for no token', ...lines].join('\n')
}
