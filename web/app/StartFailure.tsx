import { Component, type ReactNode } from 'react'
import { describeError } from '../data/useReading.ts'
import { NetworksFileError } from '../network/loadNetwork.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { Alone } from './Alone.tsx'

/** Shown instead of the console where the site itself is incomplete, or nothing of it can be drawn. */
export function StartFailure({ error }: { error: unknown }) {
  const isFile = error instanceof NetworksFileError
  return (
    <Alone title="The console cannot start">
      <Notice
        tone="danger"
        title={
          isFile
            ? 'What this site is to show is not known'
            : 'It stopped at something that it did not expect'
        }
        isAnnounced
      >
        <p>{describeError(error)}</p>
        {isFile && (
          <p>
            The file names the networks: where their contracts are, and who is asked about them.
            Nothing is shown without it, because it could only be guessed.
          </p>
        )}
        <Button onClick={() => location.reload()}>Try again</Button>
      </Notice>
    </Alone>
  )
}

/** Catches what fails around the pages: nobody is left before an empty window. */
export class StartBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: undefined }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    const { error } = this.state
    return error === undefined ? this.props.children : <StartFailure error={error} />
  }
}
