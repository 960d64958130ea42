import { Page } from '../../ui/Page.tsx'

export default function DraftPage() {
  return (
    <Page title="Draft">
      <p />
    </Page>
  )
}
