import { createHardhatRuntimeEnvironment } from 'hardhat/hre'
import { createTestClient, http, publicActions } from 'viem'

/** A chain of this process behind a port of the loopback interface, with Hardhat's well-known test accounts. */
export async function startChain(chainId: number, hardfork: 'osaka' | 'prague' = 'osaka') {
  const environment = await createHardhatRuntimeEnvironment({
    networks: { chain: { type: 'edr-simulated', chainType: 'l1', chainId, hardfork } },
  })
  const server = await environment.network.createServer('chain', '127.0.0.1', 0)
  const { address, port } = await server.listen()
  const url = `http://${address}:${port}`
  const client = createTestClient({ mode: 'hardhat', transport: http(url) }).extend(publicActions)
  return { url, client, close: () => server.close() }
}

export type Chain = Awaited<ReturnType<typeof startChain>>
