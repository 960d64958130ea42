// What a network is made of, as zod schemas: deployments/CHAINID.json and the networks of gimbal.yaml share the parts.

import { z } from 'zod'
import { httpUrlSetting } from '../../files/settings.ts'
import { address, block, chainId, hash, refuseDoubleUrls, url, urlVariable } from './fields.ts'
import { pricesSchema } from './pricesSchema.ts'
import { bridgeSchema, remotesSchema } from './remoteSchema.ts'

/** The services of a network. Each has its URL, or the environment variable that holds a URL with a secret. */
const urlShape = {
  /** A node of the chain. */
  rpcUrl: url,
  rpcUrlVariable: urlVariable,
  /** The subgraph. */
  graphqlUrl: url,
  graphqlUrlVariable: urlVariable,
  /** Snapshot's hub (GraphQL). */
  hubUrl: url,
  hubUrlVariable: urlVariable,
  /** Snapshot's sequencer (signed messages). */
  sequencerUrl: url,
  sequencerUrlVariable: urlVariable,
  /** An IPFS gateway, where Snapshot keeps what was signed. */
  ipfsUrl: url,
  ipfsUrlVariable: urlVariable,
  /** Who brings signed ballots on chain (`gimbal relay --listen`). */
  relayUrl: url,
  relayUrlVariable: urlVariable,
}

/** The URLs that a network may have. */
export const urlNames = [
  'rpcUrl',
  'graphqlUrl',
  'hubUrl',
  'sequencerUrl',
  'ipfsUrl',
  'relayUrl',
] as const
export type UrlName = (typeof urlNames)[number]
/** One level of settings: of each URL, itself or the name of its variable. */
export type UrlSettings = { [Name in UrlName | `${UrlName}Variable`]?: string | undefined }

const pools = z.array(
  z.strictObject({ address, startBlock: block }, 'is no pool; give address and startBlock'),
  'is no list; give pools with address and startBlock',
)
const vaults = z.array(
  z.strictObject({ name: z.string().min(1, 'is empty; name the vault'), address }),
  'is no list; give vaults with name and address',
)
const replicaUrls = z.array(httpUrlSetting, 'is no list; give the URLs of the replicas')
const signUrls = z.array(httpUrlSetting, 'is no list; give the URLs at which replicas sign')
const graphNetwork = z.string().min(1, 'is empty; give the name that graph-node has for the chain')

/** What operators may add to either file. */
const settingsShape = {
  ...urlShape,
  /** graph-node's name for the chain; needed where subgraph/networks.json has none. */
  graphNetwork: graphNetwork.optional(),
  /** Pools that the index follows from a block of their own on; for those that were there before their market. */
  pools: pools.optional(),
  /** Vaults to show beside each other, by the names to call them. */
  vaults: vaults.optional(),
  /** Where each replica of the bot answers /ready and /metrics. */
  replicaUrls: replicaUrls.optional(),
  /** Where replicas sign for others that send no token: those of a local stack. */
  signUrls: signUrls.optional(),
  /** What speaks to other chains from here. */
  bridge: bridgeSchema.optional(),
  /** The chains that it speaks to. */
  remotes: remotesSchema.optional(),
  /** Signed prices. */
  prices: pricesSchema.optional(),
}

const refuseDoubles = (value: UrlSettings, context: z.RefinementCtx) =>
  refuseDoubleUrls(urlNames, value, context)

const contract = z.strictObject({
  address,
  /** In which it was created. */
  blockNumber: block.optional(),
  transactionHash: hash.optional(),
  constructorArguments: z.record(z.string(), z.unknown()).optional(),
})

/**
 * `deployments/CHAINID.json`, the file of a network: what `gimbal deploy` and the local stack write, and every command
 * reads. What operators add (URLs, pools, graphNetwork) stays when a deployment goes on.
 */
export const networkFileSchema = z
  .strictObject({
    chainId,
    deployer: address.optional(),
    /** SHA-256 of the Wasm core with which RiskParameters was deployed; voters may have changed it since. */
    coreHash: hash.optional(),
    contracts: z.strictObject({
      RiskParameters: contract,
      GimbalGovernor: contract,
      GimbalToken: contract,
      TimelockController: contract,
      AccessManager: contract.optional(),
      Model: contract.optional(),
      /** The reference vault, if it was deployed. */
      RebalancingVault: contract.optional(),
    }),
    /** From which the index and the readers of logs begin; without it, the block of the first contract. */
    startBlock: block.optional(),
    ...settingsShape,
  })
  .superRefine(refuseDoubles)
  .superRefine(({ startBlock, contracts }, context) => {
    if ((startBlock ?? contracts.GimbalToken.blockNumber) !== undefined) return
    const message = 'is missing, and so is the block of GimbalToken, the first contract; add one'
    context.addIssue({ code: 'custom', path: ['startBlock'], message })
  })
  .superRefine(({ chainId: home, bridge, remotes = [] }, context) => {
    if (remotes.length > 0 && bridge === undefined) {
      const message = 'is missing, and remotes names other chains; add it'
      context.addIssue({ code: 'custom', path: ['bridge'], message })
    }
    const own = remotes.findIndex((remote) => remote.chainId === home)
    if (own === -1) return
    const message = `is ${home}, the chain of the network itself; give another chain's`
    context.addIssue({ code: 'custom', path: ['remotes', own, 'chainId'], message })
  })

const networkEntry = z
  .strictObject({
    /** The network's file, from the folder of gimbal.yaml; or chainId, startBlock and addresses here. */
    deployment: z.string().min(1, 'is empty; name a file such as deployments/1.json').optional(),
    chainId: chainId.optional(),
    coreHash: hash.optional(),
    startBlock: block.optional(),
    addresses: z
      .strictObject({
        riskParameters: address,
        governor: address,
        token: address,
        timelock: address,
        vault: address.optional(),
      })
      .optional(),
    ...settingsShape,
  })
  .superRefine(refuseDoubles)
  .superRefine((entry, context) => {
    const own = ['chainId', 'startBlock', 'addresses'] as const
    const given = own.filter((name) => entry[name] !== undefined)
    if (entry.deployment === undefined && given.length < own.length) {
      const message = 'needs deployment (a file), or chainId, startBlock and addresses; add them'
      context.addIssue({ code: 'custom', message })
    }
    if (entry.deployment === undefined) return
    for (const name of [...given, ...(entry.coreHash === undefined ? [] : ['coreHash'])]) {
      const message = 'is already in the file that deployment names; remove it here'
      context.addIssue({ code: 'custom', path: [name], message })
    }
  })

/** `gimbal.yaml`: networks by the names that `--network` takes. */
export const gimbalFileSchema = z.strictObject({
  networks: z.record(z.string(), networkEntry, 'is no group; give networks by their names'),
})

/** A network's file, read: addresses have their checksum, blocks are bigints. */
export type NetworkFile = z.output<typeof networkFileSchema>
/** The same as the file has it. */
export type NetworkFileText = z.input<typeof networkFileSchema>
export type NetworkEntry = z.output<typeof networkEntry>
