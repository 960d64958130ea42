import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NetworkConfigError } from '../../client/network/errors.ts'
import type { Network } from '../../client/network/network.ts'
import { type RenderOptions, renderSubgraph } from '../../deploy/subgraph/renderSubgraph.ts'
import { uploadSubgraph } from '../../deploy/subgraph/uploadSubgraph.ts'
import { readVariable } from '../../keys/index.ts'
import { printText } from '../io/print.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'

/** Writes the compiled index with a network's addresses into a folder. */
export async function renderSubgraphTo(network: Network, outDir: string): Promise<ExitCode> {
  await renderSubgraph({ ...toContracts(network), outDir })
  await printText(join(outDir, 'subgraph.yaml'))
  return exitCodes.ok
}

/** Deploys the index of a network to a graph-node, and prints the deployment's id. */
export async function deploySubgraph(
  network: Network,
  { name, adminUrl, ipfsUrl }: { name: string; adminUrl: string; ipfsUrl: string },
): Promise<ExitCode> {
  const contracts = toContracts(network)
  const outDir = await mkdtemp(join(tmpdir(), 'gimbal-subgraph-'))
  try {
    await renderSubgraph({ ...contracts, outDir })
    const accessToken = readVariable(process.env, 'GIMBAL_GRAPH_TOKEN', 'token')
    const id = await uploadSubgraph(outDir, name, { adminUrl, ipfsUrl, accessToken })
    await printText(id)
    return exitCodes.ok
  } finally {
    await rm(outDir, { recursive: true, force: true })
  }
}

function toContracts(network: Network): Omit<RenderOptions, 'outDir'> {
  const { name, file, chainId, graphNetwork, startBlock, addresses, pools } = network
  if (graphNetwork === undefined) {
    throw new NetworkConfigError(
      `graph-node's name for chain ${chainId} of the network ${name} is missing; add graphNetwork to ${file}`,
    )
  }
  return {
    network: graphNetwork,
    startBlock: Number(startBlock),
    addresses,
    pools: pools.map(({ address, startBlock: first }) => {
      return { address, startBlock: Number(first) }
    }),
  }
}
