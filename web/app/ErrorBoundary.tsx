import { Component, type ReactNode } from 'react'
import { describeError } from '../data/useReading.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { Page } from '../ui/Page.tsx'

/** A page that fails does not take the others with it. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: undefined }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    const { error } = this.state
    if (error === undefined) return this.props.children
    if (isMissingPart(error)) {
      return (
        <Page title="A part of this page is gone">
          <Notice tone="warn" title="The site has other files than when this page was opened">
            <p>
              It was built anew, or it does not answer. Loading the page again gets the files that
              it has now.
            </p>
            <Button onClick={() => location.reload()}>Load it again</Button>
          </Notice>
        </Page>
      )
    }
    return (
      <Page title="This page has failed">
        <Notice tone="danger" title="It stopped at something that it did not expect">
          <p>{describeError(error)}</p>
          <Button onClick={() => this.setState({ error: undefined })}>Open it again</Button>
        </Notice>
      </Page>
    )
  }
}

/** Each browser has its own words for a module that does not come. */
function isMissingPart(error: unknown): boolean {
  return (
    error instanceof TypeError &&
    /dynamically imported module|Importing a module script|preload/i.test(error.message)
  )
}
