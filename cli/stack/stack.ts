import { locateStack } from '../../client/network/findNetwork.ts'
import { isPackaged } from '../../files/installation.ts'
import { chooseOne } from '../program/chooseOne.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { readPort, readSpeed } from '../program/readOptions.ts'
import { requireHttpUrl } from '../program/requireHttpUrl.ts'
import { stackPlace } from './stackFolder.ts'

const actions = ['up', 'status', 'logs', 'down'] as const

/** `gimbal stack`: a whole local system, or one on given parts. */
export const stackCommand = defineCommand({
  meta: {
    name: 'stack',
    description: 'Run chain, contracts, database and index on this machine: up, status, logs, down',
    examples: [
      'gimbal stack up',
      'gimbal stack up --live',
      'gimbal stack up --chains 2',
      'gimbal stack up --live --prices',
      'gimbal stack up --replay ethereum-2022-05-12 --from 06:50 --to 07:50',
      'gimbal stack status',
      'gimbal stack logs graph-node',
      'gimbal stack down',
    ],
  },
  args: {
    action: { type: 'positional', required: false, description: actions.join(', ') },
    part: {
      type: 'positional',
      required: false,
      description: 'For logs: anvil, postgres, graph-node or another part; all without it',
    },
    dir: { type: 'string', valueHint: 'DIR', description: `Its folder (default: ${stackPlace})` },
    live: {
      type: 'boolean',
      description: 'For up: three replicas give the market a value in force, and keep it fresh',
    },
    chains: {
      type: 'enum',
      options: ['1', '2'],
      valueHint: 'N',
      default: '1',
      description:
        'For up: with 2 a second chain too, which takes its parameters from the first by two bridges',
    },
    prices: {
      type: 'boolean',
      description: 'For up: a source of signed prices with test keys; the market names its feed',
    },
    replay: {
      type: 'string',
      valueHint: 'NAME|DIR',
      description: 'For up: replay this recorded market, a shipped one or a folder of yours',
    },
    speed: {
      type: 'string',
      valueHint: 'max|N|real',
      default: 'max',
      description: 'How many times faster than the market was',
    },
    from: {
      type: 'string',
      valueHint: 'TIME',
      description: 'First block, HH:MM or a date and time, UTC',
    },
    to: { type: 'string', valueHint: 'TIME', description: 'End of the replay, UTC' },
    'rpc-port': {
      type: 'string',
      valueHint: 'PORT',
      description: 'Port of the chain (default: a free one)',
    },
    'postgres-port': {
      type: 'string',
      valueHint: 'PORT',
      description: 'Port of Postgres (default: a free one)',
    },
    'graphql-port': {
      type: 'string',
      valueHint: 'PORT',
      description: 'Port for queries (default: a free one)',
    },
    'chain-id': {
      type: 'string',
      valueHint: 'ID',
      default: '31337',
      description: "The chain's id",
    },
    rpc: {
      type: 'string',
      valueHint: 'URL',
      description: 'Use this anvil instead of starting one',
    },
    postgres: {
      type: 'string',
      valueHint: 'URL',
      description: 'Use this empty database (UTF8, locale C) instead of starting one',
    },
    'graph-node': {
      type: 'string',
      valueHint: 'URL',
      description: 'Use this graph-node (its JSON-RPC for deployments), with --ipfs and --graphql',
    },
    ipfs: { type: 'string', valueHint: 'URL', description: 'HTTP API of the IPFS it reads from' },
    graphql: { type: 'string', valueHint: 'URL', description: 'URL of its queries' },
    'no-index': { type: 'boolean', description: 'Chain and contracts only' },
    config: {
      type: 'string',
      valueHint: 'FILE',
      description: 'Governance as `gimbal deploy` takes it (default: delays of minutes)',
    },
    'no-market': {
      type: 'boolean',
      description: 'Add no market, so that a proposal can; else it is added as the timelock',
    },
    json: { type: 'boolean', description: 'For status: one JSON object' },
  },
  async run(args) {
    const { part, dir, replay } = args
    const action = chooseOne('action', args.action, actions)
    const folder = locateStack(dir)
    if (action !== 'logs' && part !== undefined) {
      throw new UsageError(`unexpected argument ${part}; remove it`)
    }
    // Imported only here: these modules load Hardhat and a database, which no other command needs.
    if (action !== 'up') {
      const { downStack, showLogs, showStatus } = await import('./inspectStack.ts')
      if (action === 'status') return showStatus(folder, args.json ?? false)
      return action === 'logs' ? showLogs(folder, part) : downStack(folder)
    }
    const { rpc, postgres, from, to } = args
    if (rpc !== undefined) requireHttpUrl('rpc', rpc)
    if (postgres !== undefined && !/^postgres(ql)?:$/.test(URL.parse(postgres)?.protocol ?? '')) {
      throw new UsageError('the value of --postgres is no postgresql URL; give one')
    }
    const graphNode = readGraphNode(args['graph-node'], args.ipfs, args.graphql)
    const chainId = Number(args['chain-id'])
    if (!Number.isSafeInteger(chainId) || chainId < 1) {
      throw new UsageError(`--chain-id is ${args['chain-id']}; give a whole number above 0`)
    }
    const chains = readChains(args)
    const prices = readPrices(args.prices ?? false)
    const isLive = args.live ?? false
    if (isLive) {
      const others = ['replay', 'rpc', 'no-index', 'no-market'] as const
      const other = others.find((name) => args[name] !== undefined && args[name] !== false)
      if (other !== undefined) {
        throw new UsageError(`--live and --${other} do not go together; leave one of them out`)
      }
    }
    const { upStack } = await import('./upStack.ts')
    return upStack({
      folder,
      chainId,
      chains,
      prices,
      replayed: replay,
      speed: readSpeed(args.speed),
      from,
      to,
      ports: {
        rpc: readPort('rpc-port', args['rpc-port']),
        postgres: readPort('postgres-port', args['postgres-port']),
        graphql: readPort('graphql-port', args['graphql-port']),
      },
      external: { rpc, postgres, graphNode },
      index: !args['no-index'],
      configFile: args.config,
      market: args['no-market'] ? 'none' : 'timelock',
      isLive,
    })
  },
})

/** @throws UsageError if there is to be a second chain, and not all parts are the stack's own. */
function readChains(args: {
  chains: string
  rpc?: string | undefined
  postgres?: string | undefined
  'graph-node'?: string | undefined
}): 1 | 2 {
  if (args.chains !== '2') return 1
  if (isPackaged) {
    throw new UsageError(
      '--chains 2 runs on bridges that others published, which only a checkout has; leave it out here',
    )
  }
  const other = (['rpc', 'postgres', 'graph-node'] as const).find((name) => args[name])
  if (other === undefined) return 2
  throw new UsageError(`--chains 2 and --${other} do not go together; leave one of them out`)
}

/** @throws UsageError for the package: the provider's contracts are built from their sources. */
function readPrices(isWanted: boolean): boolean {
  if (!isWanted || !isPackaged) return isWanted
  throw new UsageError(
    "--prices runs Chainlink's own verifier, which only a checkout has; leave it out here",
  )
}

function readGraphNode(
  adminUrl: string | undefined,
  ipfsUrl: string | undefined,
  queryUrl: string | undefined,
) {
  if (adminUrl === undefined && ipfsUrl === undefined && queryUrl === undefined) return undefined
  if (!adminUrl || !ipfsUrl || !queryUrl) {
    throw new UsageError(
      '--graph-node, --ipfs and --graphql belong together; give an http or https URL for each',
    )
  }
  requireHttpUrl('graph-node', adminUrl)
  requireHttpUrl('ipfs', ipfsUrl)
  requireHttpUrl('graphql', queryUrl)
  return { adminUrl, ipfsUrl, queryUrl }
}
