import { Page } from '../../ui/Page.tsx'

export default function ProposalsPage() {
  return (
    <Page title="Proposals">
      <p />
    </Page>
  )
}
