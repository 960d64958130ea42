import { Component, type ReactNode } from 'react'
import { describeError } from '../data/useReading.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'

/** A page that fails does not take the others with it. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: undefined }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    const { error } = this.state
    if (error === undefined) return this.props.children
    return (
      <Notice tone="danger" title="This page has failed" isAnnounced>
        <p>{describeError(error)}</p>
        <Button onClick={() => this.setState({ error: undefined })}>Open it again</Button>
      </Notice>
    )
  }
}
