const names: Readonly<Record<number, string>> = {
  1: 'ethereum',
  10: 'optimism',
  56: 'bsc',
  100: 'gnosis',
  130: 'unichain',
  137: 'polygon',
  146: 'sonic',
  324: 'zksync',
  5000: 'mantle',
  8453: 'base',
  42161: 'arbitrum',
  42220: 'celo',
  43114: 'avalanche',
  59144: 'linea',
  81457: 'blast',
  534352: 'scroll',
}

/** What a chain is called, by its id. */
export function nameChain(chainId: number): string {
  return names[chainId] ?? `chain ${chainId}`
}
