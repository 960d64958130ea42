import { describeError } from '../data/useReading.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { Alone } from './Alone.tsx'

/** Shown instead of the console where the site itself is incomplete. */
export function StartFailure({ error }: { error: unknown }) {
  return (
    <Alone title="The console cannot start">
      <Notice tone="danger" title="What this site is to show is not known" isAnnounced>
        <p>{describeError(error)}</p>
        <p>
          The file names the networks: where their contracts are, and who is asked about them.
          Nothing is shown without it, because it could only be guessed.
        </p>
        <Button onClick={() => location.reload()}>Try again</Button>
      </Notice>
    </Alone>
  )
}
