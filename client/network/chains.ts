import networks from '../../subgraph/networks.json' with { type: 'json' }

/** A chain that has a name without anybody's configuration. */
interface KnownChain {
  /** Ours and graph-node's. */
  name: string
  chainId: number
}

/** The chains of subgraph/networks.json. */
const knownChains: readonly KnownChain[] = Object.values(networks)

/** A chain as people call it: its name where it has one, and its id. */
export function describeChain(chainId: number, name = findChainName(chainId)): string {
  return name === undefined ? `chain ${chainId}` : `${name} (chain ${chainId})`
}

/** The name of a chain; undefined if it is not a known one. */
export function findChainName(chainId: number): string | undefined {
  return knownChains.find((chain) => chain.chainId === chainId)?.name
}

/** The id of a chain by its name, or by its id in digits; undefined for any other text. */
export function readChainId(text: string): number | undefined {
  const known = knownChains.find(({ name }) => name === text)
  if (known !== undefined) return known.chainId
  return /^[1-9]\d{0,15}$/.test(text) ? Number(text) : undefined
}
