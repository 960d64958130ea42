import { Page } from '../../ui/Page.tsx'

export default function MarketPage() {
  return (
    <Page title="Market">
      <p />
    </Page>
  )
}
