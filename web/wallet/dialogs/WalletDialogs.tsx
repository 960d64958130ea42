import { Router } from 'wouter'
import { useHashLocation } from 'wouter/use-hash-location'
import type { Asked } from '../walletContext.ts'
import { CallDialog } from './CallDialog.tsx'
import { WalletMenu } from './WalletMenu.tsx'

/** Whatever stands open over the page about the wallet. It stands outside of the pages' router, so it has its own. */
export function WalletDialogs({ asked }: { asked: Asked }) {
  return (
    <Router hook={useHashLocation}>
      {asked.kind === 'menu' ? <WalletMenu /> : <CallDialog asked={asked} />}
    </Router>
  )
}
