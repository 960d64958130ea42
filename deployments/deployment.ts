import type { Network } from '../client/network/network.ts'

/**
 * Where the contracts of one network are: `addresses`, each with its checksum; `chainId`; `startBlock`, the first block of
 * theirs; `coreHash`, SHA-256 of the Wasm core; and the URLs that its file has, such as `graphqlUrl` and, of a local stack,
 * `rpcUrl`. What is not known is undefined.
 */
export type Deployment = Omit<Network, 'file' | 'urlProblems' | 'secretUrls'>
