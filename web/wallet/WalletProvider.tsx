import { type ReactNode, useMemo } from 'react'
import { defineChain } from 'viem'
import { createConfig, WagmiProvider } from 'wagmi'
import { describeChain } from '../../client/network/chains.ts'
import { nodeTransport } from '../../http/nodeTransport.ts'
import type { Session } from '../network/session.ts'

/** Wallets that announce themselves (EIP-6963), for the chain of the session. */
export function WalletProvider({ session, children }: { session: Session; children: ReactNode }) {
  const config = useMemo(() => createWalletConfig(session), [session])
  return <WagmiProvider config={config}>{children}</WagmiProvider>
}

function createWalletConfig({ network }: Session) {
  const url = network.rpcUrl ?? ''
  const chain = defineChain({
    id: network.chainId,
    name: describeChain(network.chainId),
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [url] } },
  })
  return createConfig({
    chains: [chain],
    transports: { [chain.id]: nodeTransport(url) },
    multiInjectedProviderDiscovery: true,
  })
}
