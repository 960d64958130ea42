/** In which coin chains take their gas, by the chain's name. */
const coins: Readonly<Record<string, string>> = {
  arbitrum: 'ETH',
  avalanche: 'AVAX',
  base: 'ETH',
  blast: 'ETH',
  bsc: 'BNB',
  celo: 'CELO',
  ethereum: 'ETH',
  gnosis: 'XDAI',
  linea: 'ETH',
  mantle: 'MNT',
  optimism: 'ETH',
  polygon: 'MATIC',
  scroll: 'ETH',
  sonic: 'S',
  unichain: 'ETH',
  zksync: 'ETH',
}

/** The coin in which a chain takes its gas; undefined for a chain that is not known. */
export function findNativeCoin(chainName: string): string | undefined {
  const [name = ''] = chainName.toLowerCase().split(/[\s-]/)
  return coins[name]
}

/** Whether two names are of one coin: a wrapped one is the same, and POL is the later name of MATIC. */
export function isSameCoin(a: string, b: string): boolean {
  return unwrap(a) === unwrap(b)
}

function unwrap(name: string): string {
  const bare = name
    .toUpperCase()
    .replace(/^W(?=ETH$|MATIC$|POL$|BNB$|AVAX$|XDAI$|MNT$|S$|CELO$)/, '')
  return bare === 'POL' ? 'MATIC' : bare
}
