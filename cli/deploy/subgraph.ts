import { whereArgs } from '../network/networkArgs.ts'
import { readNetworkWithoutNode } from '../network/readNetwork.ts'
import { chooseOne } from '../program/chooseOne.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { requireHttpUrl } from '../program/requireHttpUrl.ts'

/** `gimbal subgraph`: the index for a network, as files or on a graph-node. */
export const subgraphCommand = defineCommand({
  meta: {
    name: 'subgraph',
    description:
      'Write the index for a network into a folder (render), or onto a graph-node (deploy)',
    examples: [
      'gimbal subgraph render --network base --out subgraph-base',
      'gimbal subgraph deploy --network base --name gimbal/base --graph-node http://127.0.0.1:8020 --ipfs http://127.0.0.1:5001',
    ],
  },
  args: {
    action: { type: 'positional', required: false, description: 'render or deploy' },
    ...whereArgs,
    out: { type: 'string', valueHint: 'DIR', description: 'For render: the folder' },
    name: { type: 'string', valueHint: 'NAME', description: 'For deploy: the name to query it by' },
    'graph-node': {
      type: 'string',
      valueHint: 'URL',
      description: 'For deploy: its JSON-RPC for deployments. Token: GIMBAL_GRAPH_TOKEN',
    },
    ipfs: { type: 'string', valueHint: 'URL', description: 'For deploy: the HTTP API of its IPFS' },
  },
  async run({ action: given, out, name, ipfs, network, config, dir, ...args }) {
    const action = chooseOne('action', given, ['render', 'deploy'])
    const { deploySubgraph, renderSubgraphTo } = await import('./deploySubgraph.ts')
    if (action === 'render') {
      if (out === undefined) throw new UsageError('no --out given; give a folder')
      return renderSubgraphTo(await readNetworkWithoutNode({ network, config, dir }), out)
    }
    const adminUrl = args['graph-node']
    if (!adminUrl || !ipfs) {
      throw new UsageError('give an http or https URL for --graph-node and one for --ipfs')
    }
    requireHttpUrl('graph-node', adminUrl)
    requireHttpUrl('ipfs', ipfs)
    if (name === undefined) throw new UsageError('no --name given; give one such as gimbal/main')
    const target = { name, adminUrl, ipfsUrl: ipfs }
    return deploySubgraph(await readNetworkWithoutNode({ network, config, dir }), target)
  },
})
