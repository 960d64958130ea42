import { readFile } from 'node:fs/promises'
import { type Address, type Hex, stringToHex } from 'viem'

/** What is watched, and whom to ask. */
export interface Watched {
  /** Its name, and its id. */
  market: string
  marketId: Hex
  riskParameters: Address
  rpcUrl: string
  graphqlUrl: string
}

/**
 * Reads a command line `[MARKET] [NETWORK_FILE]`. `gimbal start` writes such a file, and `gimbal deploy` one like it:
 * addresses, and the URLs of a node and of the index.
 */
export async function readCommandLine(): Promise<Watched> {
  const [market = 'weth-usd', file = '.gimbal/stack/network.json'] = process.argv.slice(2)
  const text = await readFile(file, 'utf8').catch(() => {
    console.error(
      `There is no ${file}: start a stack with \`npx gimbal start\`, or name another file.`,
    )
    process.exit(1)
  })
  const { contracts, rpcUrl, graphqlUrl } = JSON.parse(text)
  return {
    market,
    // The name in ASCII, padded with zeros: bytes32("weth-usd") in Solidity.
    marketId: stringToHex(market, { size: 32 }),
    riskParameters: contracts.RiskParameters.address,
    rpcUrl,
    graphqlUrl,
  }
}
