import { basename } from 'node:path'
import { describeChain } from '../../client/network/chains.ts'
import { LOCAL_NETWORK } from '../../client/network/findNetwork.ts'
import { formatMarket } from '../../governance/index.ts'
import packageJson from '../../package.json' with { type: 'json' }
import {
  align,
  type BotOptions,
  formatChain,
  formatHeartbeat,
  formatService,
} from './formatParts.ts'

/**
 * The configuration of a prover, YAML, with every setting explained. It holds no secret: those are in the environment
 * variables that it names.
 */
export function formatProver(options: BotOptions): string {
  const { name, network, markets, keystore } = options
  const isLocal = network.name === LOCAL_NETWORK
  const own = JSON.stringify(keystore)
  const key = keystore === undefined ? '{ variable: GIMBAL_PROVER_KEY }' : `{ keystore: ${own} }`
  return align(`# A prover on ${describeChain(network.chainId, network.name)}: contracts measure, nobody signs; docs/runbook.md, "Prover".
# URLs that may hold a key, keys and tokens stand in the environment variables that are named here, never in this file.
version: ${packageJson.version}  # of the release; a new one may mean something else by a place
mode: prover  # without it: a replica
name: ${name}  # in its log
${formatChain({ network, isLocal })}
riskParameters: '${network.addresses.riskParameters}'  # the contract, as ${basename(network.file)} has it
markets: [${[...markets.keys()].map(formatMarket).join(', ')}]  # those whose proven reporter it has push
decide:
  deadBand: 2 %  # not sent: smaller loosening, nor smaller tightening after a push of the epoch
  heartbeat: ${formatHeartbeat([...markets.values()])}  # heartbeat + two epochs have to fit into each market's maximum age
turns:
  provers: []  # accounts of other provers that take turns with this one: each lists the others
  takeover: 24 s  # what a prover leaves to the one whose turn is before its own
hints:
  margin: 24 s  # with less time left in the segment it waits for the next
submit:
  key: ${key}  # pays for the pushes; no other program may send from it
${formatService(options)}
`)
}
