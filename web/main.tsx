import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { StartBoundary, StartFailure } from './app/StartFailure.tsx'
import { limitConnections } from './network/limitConnections.ts'
import { loadNetwork } from './network/loadNetwork.ts'
import './styles/base.css'

const root = createRoot(document.getElementById('root') as HTMLElement)

try {
  const chosen = await loadNetwork()
  limitConnections(document, chosen)
  root.render(
    <StartBoundary>
      <App chosen={chosen} />
    </StartBoundary>,
  )
} catch (error) {
  root.render(<StartFailure error={error} />)
}
