import { fileURLToPath } from 'node:url'
import type { Address } from 'viem'
import { z } from 'zod'
import { formatFault } from '../../files/listFaults.ts'
import { readSettings } from '../../files/readSettings.ts'
import { addressSetting as address, httpUrlSetting as httpUrl } from '../../files/settings.ts'
import { suggest } from '../../files/settingTexts.ts'
import { readVariable } from '../../keys/index.ts'
import { readState } from '../../stack/local/stateFile.ts'
import { UsageError } from '../program/errors.ts'
import { NetworkConfigError } from './errors.ts'

/** Where the contracts of one deployment are, and who can be asked about them. */
export interface Network {
  name: string
  chainId: number
  rpcUrl: string
  /** Of the subgraph. */
  graphqlUrl: string | undefined
  /** Snapshot's hub (GraphQL) and sequencer (signed messages). */
  hubUrl: string | undefined
  sequencerUrl: string | undefined
  /** An IPFS gateway, where Snapshot keeps what was signed. */
  ipfsUrl: string | undefined
  addresses: { riskParameters: Address; governor: Address; token: Address; timelock: Address }
  /** The block in which the first of the contracts was created. */
  startBlock: bigint
  /** Pools that the index follows from a block of their own on, as its deployment lists them. */
  pools: readonly { address: Address; startBlock: bigint }[]
}

const block = z.int().min(0)

const networkSchema = z
  .strictObject({
    chainId: z.int().positive(),
    rpcUrl: httpUrl.optional(),
    rpcUrlVariable: z.string().min(1).optional(),
    graphqlUrl: httpUrl.optional(),
    hubUrl: httpUrl.optional(),
    sequencerUrl: httpUrl.optional(),
    ipfsUrl: httpUrl.optional(),
    startBlock: block,
    addresses: z.strictObject({
      riskParameters: address,
      governor: address,
      token: address,
      timelock: address,
    }),
    pools: z.array(z.strictObject({ address, startBlock: block })).default([]),
  })
  .refine(
    ({ rpcUrl, rpcUrlVariable }) => (rpcUrl === undefined) !== (rpcUrlVariable === undefined),
    'needs one of rpcUrl and rpcUrlVariable (the name of an environment variable); give one of them',
  )

const fileSchema = z.strictObject({ networks: z.record(z.string(), networkSchema) })

const DEFAULT_FILE = 'gimbal.yaml'
const defaultStack = fileURLToPath(new URL('../../build/stack', import.meta.url))

export interface NetworkOptions {
  /** `local` is the stack that runs on this machine. */
  network: string
  /** YAML or JSON with `networks`; for any network but `local`. */
  config?: string | undefined
  /** Folder of the local stack; without it that of the environment variable GIMBAL_STACK, or build/stack. */
  dir?: string | undefined
}

/**
 * Finds a network: the stack that runs here, or one of a configuration file.
 *
 * @throws NetworkConfigError if the stack does not run, or the file cannot be read, or a field of it is not allowed.
 */
export async function readNetwork(options: NetworkOptions): Promise<Network> {
  const { network: name, config, dir } = options
  if (name === 'local' && config === undefined)
    return readLocal(dir ?? process.env.GIMBAL_STACK ?? defaultStack)
  const file = config ?? DEFAULT_FILE
  const { networks } = await readFileOf(file)
  const found = Object.hasOwn(networks, name) ? networks[name] : undefined
  if (found === undefined) {
    const known = Object.keys(networks).join(', ') || 'none'
    const hint = suggest(name, Object.keys(networks))
    throw new UsageError(`${file} has no network ${name}; give one of ${known}${hint}`)
  }
  const { rpcUrl, rpcUrlVariable = '', startBlock, pools, ...rest } = found
  const url = rpcUrl ?? readVariable(process.env, rpcUrlVariable) ?? ''
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    const what = `the environment variable ${rpcUrlVariable} holds no http or https URL; set it`
    throw new NetworkConfigError(`${file}: networks.${name}: ${what}`)
  }
  const { graphqlUrl, hubUrl, sequencerUrl, ipfsUrl, chainId, addresses } = rest
  return {
    name,
    chainId,
    addresses,
    rpcUrl: url,
    graphqlUrl,
    hubUrl,
    sequencerUrl,
    ipfsUrl,
    startBlock: BigInt(startBlock),
    pools: pools.map((pool) => ({ ...pool, startBlock: BigInt(pool.startBlock) })),
  }
}

async function readLocal(dir: string): Promise<Network> {
  const state = await readState(dir)
  const { urls, addresses, chainId } = state ?? {}
  if (!state?.isReady || urls?.rpc === undefined || addresses === undefined) {
    throw new NetworkConfigError(
      `no stack runs in ${dir}; start one with \`gimbal stack up\`, or give --network and --config`,
    )
  }
  const { riskParameters, governor, token, timelock, startBlock } = addresses.governance
  return {
    name: 'local',
    chainId: chainId ?? 0,
    rpcUrl: urls.rpc,
    graphqlUrl: urls.graphql,
    hubUrl: urls.hub,
    sequencerUrl: urls.sequencer,
    ipfsUrl: urls.hub === undefined ? undefined : new URL(urls.hub).origin,
    addresses: { riskParameters, governor, token, timelock },
    startBlock: BigInt(startBlock),
    pools: [{ address: addresses.venue.pool, startBlock: BigInt(startBlock) }],
  }
}

async function readFileOf(file: string): Promise<z.infer<typeof fileSchema>> {
  const { settings, faults } = await readSettings(file, fileSchema)
  if (settings !== undefined) return settings
  throw new NetworkConfigError(faults.map((fault) => formatFault(file, fault)).join('\n'))
}
