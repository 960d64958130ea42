import { Link } from 'wouter'
import type { NetworkFault } from '../network/useNetworkCheck.ts'
import { Notice } from '../ui/Notice.tsx'

/** Stands in the place of every page but the settings: what they would show is of something else. */
export function WrongNetwork({ fault: { title, text } }: { fault: NetworkFault }) {
  return (
    <Notice tone="danger" title={`DANGER: ${title}`} isAnnounced>
      <p>{text}</p>
      <p>Nothing is shown of it, and nothing can be signed or sent, until that is mended.</p>
      <Link href="/settings">To the settings</Link>
    </Notice>
  )
}
