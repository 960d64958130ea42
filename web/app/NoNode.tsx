import { lazy, Suspense } from 'react'
import type { ChosenNetwork } from '../network/loadNetwork.ts'
import { Notice } from '../ui/Notice.tsx'
import { Loading } from '../ui/ReadingView.tsx'
import { Alone } from './Alone.tsx'

const ServicesForm = lazy(() => import('../pages/settings/ServicesForm.tsx'))
const NetworkPanel = lazy(() => import('../pages/settings/NetworkPanel.tsx'))

/** Shown where the network names no node: the visitor can give one, or choose another network. */
export function NoNode({ chosen }: { chosen: ChosenNetwork }) {
  return (
    <Alone title="A node is needed">
      <Notice tone="warn" title={`For ${chosen.network.name}, this site names no node to ask`}>
        <p>
          Sites leave it out where its URL holds a secret. Give the URL of a node of your own, or of
          a service that you trust, such as the one that your wallet asks. It stays in this browser.
        </p>
      </Notice>
      <Suspense fallback={<Loading what="the settings" />}>
        <ServicesForm chosen={chosen} />
        <NetworkPanel chosen={chosen} />
      </Suspense>
    </Alone>
  )
}
