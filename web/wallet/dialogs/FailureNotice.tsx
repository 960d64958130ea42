import { Notice } from '../../ui/Notice.tsx'
import { describeWalletFailure } from '../describeWalletFailure.ts'

/** What a wallet refused with. */
export function FailureNotice({ error, what }: { error: unknown; what: string }) {
  const { tone, title, text } = describeWalletFailure(error, what)
  return (
    <Notice tone={tone} title={title} isAnnounced>
      <p>{text}</p>
    </Notice>
  )
}
