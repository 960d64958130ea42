import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { PanPage } from './PanPage.tsx'
import { StatesPage } from './StatesPage.tsx'
import { WhatIfPage } from './WhatIfPage.tsx'
import '../../web/styles/base.css'

/** Which page and how much of it, as the address says: `#pan/100000`, `#what-if/21600`, `#states`. */
function Page() {
  const [, name, count = ''] = location.hash.split(/[#/]/)
  if (name === 'pan') return <PanPage count={Number(count)} />
  if (name === 'what-if') return <WhatIfPage count={Number(count)} />
  return <StatesPage />
}

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <Page />
  </StrictMode>,
)
