import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { StartFailure } from './app/StartFailure.tsx'
import { limitConnections } from './network/limitConnections.ts'
import { loadNetwork } from './network/loadNetwork.ts'
import './styles/base.css'

const root = createRoot(document.getElementById('root') as HTMLElement)

try {
  const chosen = await loadNetwork()
  limitConnections(document, chosen)
  root.render(<App chosen={chosen} />)
} catch (error) {
  root.render(<StartFailure error={error} />)
}
