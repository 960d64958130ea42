import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Address } from 'viem'
import { parse, stringify } from 'yaml'
import { writeTextFile } from '../../files/writeTextFile.ts'
import { SubgraphBuildError } from './errors.ts'
import type { DataSource, Manifest } from './manifest.ts'
import { type Deployment, type Network, readNetworks, resolveDeployment } from './networks.ts'
import { compiledDir } from './paths.ts'

export interface RenderOptions {
  /** A name of networks.json. */
  network: string
  /** Folder to fill; files of an earlier rendering are replaced. */
  outDir: string
  /** Block from which headers and events are indexed. Default: networks.json. */
  startBlock?: number | undefined
  /** Default: networks.json. */
  addresses?:
    | { riskParameters: Address; governor: Address; token: Address; timelock: Address }
    | undefined
  /**
   * Pools whose whole tick map is to be known, each with the block of its creation. Other pools of markets need not be
   * listed: they are found by the event that names them.
   */
  pools?: { address: Address; startBlock: number }[] | undefined
}

/**
 * Writes the compiled subgraph with its addresses into a folder that graph-node deploys as it is: `subgraph.yaml`
 * with paths relative to it. Compiles nothing.
 * @throws SubgraphTargetError if the network is unknown, or an address or block is missing or not allowed.
 * @throws SubgraphBuildError if the subgraph is not compiled.
 */
export async function renderSubgraph(options: RenderOptions): Promise<void> {
  const { network: name, outDir, startBlock, addresses, pools } = options
  const given = { startBlock, addresses, pools }
  const { network, deployment } = resolveDeployment(name, await readNetworks(), given)
  const manifest = await readCompiled()
  await cp(compiledDir, outDir, { recursive: true })
  const rendered = stringify(fillManifest(manifest, network, deployment), { lineWidth: 0 })
  await writeTextFile(join(outDir, 'subgraph.yaml'), rendered)
}

async function readCompiled(): Promise<Manifest> {
  const file = join(compiledDir, 'subgraph.yaml')
  try {
    return parse(await readFile(file, 'utf8')) as Manifest
  } catch (cause) {
    throw new SubgraphBuildError(`the subgraph is not compiled (${file}); run npm run setup`, {
      cause,
    })
  }
}

/** The manifest with network, addresses, start blocks and what each data source has to know of the others. */
function fillManifest(
  manifest: Manifest,
  { name: network }: Network,
  { startBlock, addresses, pools = [] }: Deployment,
): Manifest {
  const { riskParameters, governor, token, timelock } = addresses
  const poolTemplate = manifest.templates.find(({ name }) => name === 'Pool')
  if (poolTemplate === undefined) throw new SubgraphBuildError('the compiled subgraph has no Pool')

  const sources: Record<string, { address: Address; context?: Record<string, string> }> = {
    RiskParameters: {
      address: riskParameters,
      context: { pools: `0x${pools.map((pool) => pool.address.slice(2)).join('')}` },
    },
    Governor: { address: governor, context: { riskParameters, timelock } },
    Token: { address: token },
    Timelock: { address: timelock, context: { governor } },
  }
  const listed = pools.map(
    (pool, index): DataSource => ({
      ...poolTemplate,
      name: `Pool${index + 1}`,
      network,
      source: { abi: poolTemplate.source.abi, address: pool.address, startBlock: pool.startBlock },
    }),
  )
  return {
    ...manifest,
    dataSources: [
      ...manifest.dataSources.map((dataSource): DataSource => {
        const filled = sources[dataSource.name]
        if (filled === undefined) throw new SubgraphBuildError(`no address for ${dataSource.name}`)
        const { address, context } = filled
        return {
          ...dataSource,
          network,
          source: { ...dataSource.source, address, startBlock },
          ...(context === undefined ? {} : { context: createContext(context) }),
        }
      }),
      ...listed,
    ],
    templates: manifest.templates.map((template) => ({ ...template, network })),
  }
}

function createContext(values: Record<string, string>): NonNullable<DataSource['context']> {
  return Object.fromEntries(
    Object.entries(values).map(([name, data]) => [
      name,
      { type: 'Bytes', data: data.toLowerCase() },
    ]),
  )
}
