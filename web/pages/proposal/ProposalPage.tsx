import { Page } from '../../ui/Page.tsx'

export default function ProposalPage() {
  return (
    <Page title="Proposal">
      <p />
    </Page>
  )
}
