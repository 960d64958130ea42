import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Address } from 'viem'
import { parse, stringify } from 'yaml'
import { writeTextFile } from '../../files/writeTextFile.ts'
import { SubgraphBuildError } from './errors.ts'
import type { DataSource, Manifest } from './manifest.ts'
import { compiledDir } from './paths.ts'

export interface RenderOptions extends IndexedContracts {
  /** Folder to fill; files of an earlier rendering are replaced. */
  outDir: string
}

/** The contracts of one deployment, as the index follows them. */
export interface IndexedContracts {
  /** graph-node's name for the chain. */
  network: string
  /** Block from which headers and events are indexed: that of the first contract. */
  startBlock: number
  addresses: { riskParameters: Address; governor: Address; token: Address; timelock: Address }
  /**
   * Pools whose whole tick map is to be known, each with the block of its creation. Other pools of markets need not be
   * listed: they are found by the event that names them.
   */
  pools: readonly { address: Address; startBlock: number }[]
}

/**
 * Writes the compiled subgraph with its addresses into a folder that graph-node deploys as it is: `subgraph.yaml`
 * with paths relative to it. Compiles nothing.
 * @throws SubgraphBuildError if the subgraph is not compiled.
 */
export async function renderSubgraph({ outDir, ...contracts }: RenderOptions): Promise<void> {
  const manifest = await readCompiled()
  await cp(compiledDir, outDir, { recursive: true })
  const rendered = stringify(fillManifest(manifest, contracts), { lineWidth: 0 })
  await writeTextFile(join(outDir, 'subgraph.yaml'), rendered)
}

async function readCompiled(): Promise<Manifest> {
  const file = join(compiledDir, 'subgraph.yaml')
  try {
    return parse(await readFile(file, 'utf8')) as Manifest
  } catch (cause) {
    throw new SubgraphBuildError(`the subgraph is not compiled (${file}); run \`npm run setup\``, {
      cause,
    })
  }
}

/** The manifest with network, addresses, start blocks and what each data source has to know of the others. */
function fillManifest(
  manifest: Manifest,
  { network, startBlock, addresses, pools }: IndexedContracts,
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
