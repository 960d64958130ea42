import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { NetworkFault } from '../network/useNetworkCheck.ts'
import { Notice } from '../ui/Notice.tsx'
import { Page } from '../ui/Page.tsx'

/** Stands in the place of every page but the settings: what they would show is of something else. */
export function WrongNetwork({ fault }: { fault: NetworkFault }) {
  return (
    <Page title={fault.title}>
      <WrongNetworkNotice fault={fault}>
        <p>Nothing is shown of it, and nothing can be signed or sent, until that is mended.</p>
        <Link href="/settings">To the settings</Link>
      </WrongNetworkNotice>
    </Page>
  )
}

/** The same above the settings, where it is mended. */
export function WrongNetworkNotice(props: { fault: NetworkFault; children?: ReactNode }) {
  const { fault, children } = props
  return (
    <Notice tone="danger" title={`DANGER: ${fault.title}`} isAnnounced>
      <p>{fault.text}</p>
      {children}
    </Notice>
  )
}
