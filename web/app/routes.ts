import { type ComponentType, lazy } from 'react'

/** A page of the console: where it is, what the navigation calls it, what it is made of. */
export interface Route {
  /** As wouter has it, behind the `#`. */
  path: string
  /** In the navigation; without it the page is reached from others. */
  title?: string
  Component: ComponentType
}

/** Each page is loaded when it is first opened. */
export const routes: readonly Route[] = [
  {
    path: '/',
    title: 'Markets',
    Component: lazy(() => import('../pages/markets/MarketsPage.tsx')),
  },
  { path: '/markets/:market', Component: lazy(() => import('../pages/market/MarketPage.tsx')) },
  {
    path: '/proposals',
    title: 'Proposals',
    Component: lazy(() => import('../pages/proposals/ProposalsPage.tsx')),
  },
  {
    path: '/proposals/:id',
    Component: lazy(() => import('../pages/proposal/ProposalPage.tsx')),
  },
  { path: '/draft', title: 'Draft', Component: lazy(() => import('../pages/draft/DraftPage.tsx')) },
  {
    path: '/verify/:update?',
    title: 'Verify',
    Component: lazy(() => import('../pages/verify/VerifyPage.tsx')),
  },
  {
    path: '/vaults',
    title: 'Vaults',
    Component: lazy(() => import('../pages/vaults/VaultsPage.tsx')),
  },
  {
    path: '/chains',
    title: 'Chains',
    Component: lazy(() => import('../pages/chains/ChainsPage.tsx')),
  },
  {
    path: '/operations',
    title: 'Operations',
    Component: lazy(() => import('../pages/operations/OperationsPage.tsx')),
  },
  {
    path: '/account/:account?',
    title: 'Account',
    Component: lazy(() => import('../pages/account/AccountPage.tsx')),
  },
  {
    path: '/settings',
    title: 'Settings',
    Component: lazy(() => import('../pages/settings/SettingsPage.tsx')),
  },
]
