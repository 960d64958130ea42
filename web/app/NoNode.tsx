import { lazy, Suspense } from 'react'
import { describeError } from '../data/useReading.ts'
import type { ChosenNetwork } from '../network/loadNetwork.ts'
import { Notice } from '../ui/Notice.tsx'
import { Loading } from '../ui/ReadingView.tsx'
import { Alone } from './Alone.tsx'

const ServicesForm = lazy(() => import('../pages/settings/ServicesForm.tsx'))

/** Shown where the network names no node: the visitor can give one. */
export function NoNode({ chosen, error }: { chosen: ChosenNetwork; error: Error }) {
  return (
    <Alone title="A node is needed">
      <Notice tone="warn" title={`${chosen.network.name} names no node that this page may ask`}>
        <p>{describeError(error)}</p>
        <p>
          Sites leave it out where its URL holds a secret. Give a node of your own, or of a service
          that you trust; the URL stays in this browser.
        </p>
      </Notice>
      <Suspense fallback={<Loading what="the settings" />}>
        <ServicesForm chosen={chosen} />
      </Suspense>
    </Alone>
  )
}
