import { Page } from '../../ui/Page.tsx'

export default function MarketsPage() {
  return (
    <Page title="Markets">
      <p />
    </Page>
  )
}
