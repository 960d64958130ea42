import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Address, Hex } from 'viem'
import { parse, stringify } from 'yaml'
import { writeTextFile } from '../../files/writeTextFile.ts'
import { SubgraphBuildError } from './errors.ts'
import type { DataSource, Manifest } from './manifest.ts'
import { compiledDir } from './paths.ts'

/** Where a subgraph is written, and what both sides of a bridge have. */
export interface RenderedChain {
  /** graph-node's name for the chain. */
  network: string
  /** Block from which headers and events are indexed: that of the first contract. */
  startBlock: number
  /** Folder to fill; files of an earlier rendering are replaced. */
  outDir: string
}

/** The contracts of one deployment, as the index follows them. */
export interface RenderOptions extends RenderedChain {
  addresses: { riskParameters: Address; governor: Address; token: Address; timelock: Address }
  /**
   * Pools whose whole tick map is to be known, each with the block of its creation. Other pools of markets need not be
   * listed: they are found by the event that names them.
   */
  pools: readonly { address: Address; startBlock: number }[]
  /** What sends to other chains; without it nothing is indexed of it. */
  bridge?: HomeBridge | undefined
}

/** The contracts that send to other chains. */
export interface HomeBridge {
  /** Of the chain that sends. */
  chainId: number
  parametersSender: Address
  governanceSender: Address
  /** Takes what other chains tell; undefined: there is none. */
  remotePortfolio?: Address | undefined
  messengers: readonly Address[]
}

/** The contracts of a chain that takes parameters and orders from home. */
export interface RenderRemoteOptions extends RenderedChain {
  /** Of this chain. */
  chainId: number
  addresses: {
    remoteParameters: Address
    governanceReceiver: Address
    timelock: Address
    /** Holds this chain's part of a portfolio; undefined: there is none. */
    book?: Address | undefined
  }
  messengers: readonly Address[]
}

/** A data source of the rendered manifest. */
interface Source {
  /** Of the compiled manifest. */
  name: string
  address: Address
  startBlock?: number
  /** Of the rendered manifest, where it is not `name`. */
  as?: string
  /** What the mappings have to know of the other contracts, and of the chain. */
  context?: Record<string, Hex | number>
}

/**
 * Writes the compiled subgraph of a home chain with its addresses into a folder that graph-node deploys as it is:
 * `subgraph.yaml` with paths relative to it. Compiles nothing.
 * @throws SubgraphBuildError if the subgraph is not compiled.
 */
export async function renderSubgraph(options: RenderOptions): Promise<void> {
  const { riskParameters, governor, token, timelock } = options.addresses
  const pools: Hex = `0x${options.pools.map((pool) => pool.address.slice(2)).join('')}`
  const manifest = await readCompiled()
  const sources: Source[] = [
    { name: 'RiskParameters', address: riskParameters, context: { pools } },
    { name: 'Governor', address: governor, context: { riskParameters, timelock } },
    { name: 'Token', address: token },
    { name: 'Timelock', address: timelock, context: { governor } },
    ...(options.bridge === undefined ? [] : listBridge(options.bridge)),
    ...options.pools.map(({ address, startBlock }, index) => {
      return { name: 'Pool', as: `Pool${index + 1}`, address, startBlock }
    }),
  ]
  await writeRendered(manifest, options, sources, manifest.templates)
}

/**
 * Writes the compiled subgraph of a chain that takes parameters and orders from home: only what happens there.
 * @throws SubgraphBuildError if the subgraph is not compiled.
 */
export async function renderRemoteSubgraph(options: RenderRemoteOptions): Promise<void> {
  const { chainId, messengers, addresses } = options
  const { remoteParameters, governanceReceiver, timelock, book } = addresses
  const context = { chainId, remoteParameters, governanceReceiver, ...(book && { book }) }
  const sources: Source[] = [
    { name: 'RemoteParameters', address: remoteParameters },
    { name: 'GovernanceReceiver', address: governanceReceiver, context: { chainId } },
    { name: 'RemoteTimelock', address: timelock, context: { chainId } },
    ...listMessengers(messengers, context),
  ]
  await writeRendered(await readCompiled(), options, sources, [])
}

function listBridge({ chainId, messengers, ...addresses }: HomeBridge): Source[] {
  const { parametersSender, governanceSender, remotePortfolio } = addresses
  const senders = { parametersSender, governanceSender }
  const context = { chainId, ...senders, ...(remotePortfolio && { remotePortfolio }) }
  return [
    { name: 'ParametersSender', address: parametersSender },
    { name: 'GovernanceSender', address: governanceSender },
    ...listMessengers(messengers, context),
  ]
}

function listMessengers(
  messengers: readonly Address[],
  context: NonNullable<Source['context']>,
): Source[] {
  return messengers.map((address, index) => {
    return { name: 'Messenger', as: `Messenger${index + 1}`, address, context }
  })
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
async function writeRendered(
  manifest: Manifest,
  { network, startBlock, outDir }: RenderedChain,
  sources: readonly Source[],
  templates: readonly DataSource[],
): Promise<void> {
  const compiled = [...manifest.dataSources, ...manifest.templates]
  const dataSources = sources.map(
    ({ name, as = name, address, startBlock: own = startBlock, context }): DataSource => {
      const found = compiled.find((one) => one.name === name)
      if (found === undefined) throw new SubgraphBuildError(`the compiled subgraph has no ${name}`)
      return {
        ...found,
        name: as,
        network,
        source: { abi: found.source.abi, address, startBlock: own },
        ...(context === undefined ? {} : { context: createContext(context) }),
      }
    },
  )
  await cp(compiledDir, outDir, { recursive: true })
  const rendered: Record<string, unknown> = { ...manifest, dataSources }
  rendered.templates = templates.map((template) => ({ ...template, network }))
  if (templates.length === 0) delete rendered.templates
  await writeTextFile(join(outDir, 'subgraph.yaml'), stringify(rendered, { lineWidth: 0 }))
}

function createContext(values: Record<string, Hex | number>): NonNullable<DataSource['context']> {
  return Object.fromEntries(
    Object.entries(values).map(([name, data]) => [
      name,
      typeof data === 'number'
        ? { type: 'BigInt', data: String(data) }
        : { type: 'Bytes', data: data.toLowerCase() },
    ]),
  )
}
