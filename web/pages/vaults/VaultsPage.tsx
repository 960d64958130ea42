import { Page } from '../../ui/Page.tsx'

export default function VaultsPage() {
  return (
    <Page title="Vaults">
      <p />
    </Page>
  )
}
