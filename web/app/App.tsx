import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { Router } from 'wouter'
import { useHashLocation } from 'wouter/use-hash-location'
import type { ChosenNetwork } from '../network/loadNetwork.ts'
import { createSession, SessionContext } from '../network/session.ts'
import { WalletProvider } from '../wallet/WalletProvider.tsx'
import { Frame } from './Frame.tsx'
import { NoNode } from './NoNode.tsx'

/** The console, for the chosen network. */
export function App({ chosen }: { chosen: ChosenNetwork }) {
  if (chosen.network.rpcUrl === undefined) return <NoNode chosen={chosen} />
  return <Pages chosen={chosen} />
}

function Pages({ chosen }: { chosen: ChosenNetwork }) {
  const [queries] = useState(() => new QueryClient())
  const session = useMemo(() => createSession(chosen), [chosen])
  return (
    <QueryClientProvider client={queries}>
      <SessionContext value={session}>
        <WalletProvider session={session}>
          <Router hook={useHashLocation}>
            <Frame />
          </Router>
        </WalletProvider>
      </SessionContext>
    </QueryClientProvider>
  )
}
