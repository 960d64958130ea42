import { Page } from '../../ui/Page.tsx'

export default function OperationsPage() {
  return (
    <Page title="Operations">
      <p />
    </Page>
  )
}
