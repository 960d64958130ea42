import type { Page } from 'playwright-core'
import type { Network } from '../../../client/network/network.ts'
import type { UrlName } from '../../../client/network/schema.ts'
import type { TestWallet } from './testWallet.ts'

/** A page that somebody has open. */
export interface Visit {
  page: Page
  /** What went wrong so far: errors of the page, of its console, requests to strangers. Empty at the end of a good visit. */
  problems: string[]
  /** The visitor's wallet, if there is one. */
  wallet: TestWallet | undefined
  close(): Promise<void>
}

export interface VisitOptions {
  /** Behind the `#`: `/proposals`. */
  path?: string
  width?: number
  height?: number
  scheme?: 'light' | 'dark'
  /** The account of a wallet that announces itself by EIP-6963. */
  wallet?: TestWallet
  /** URLs that the network names beside its own. */
  services?: Partial<Record<UrlName, string>>
}

/** The console on a running stack, in a real browser. */
export interface ConsoleUnderTest {
  url: string
  /** Of the stack. */
  folder: string
  network: Network
  open(options?: VisitOptions): Promise<Visit>
}

/** Tests of one page, run on the one stack that all of them share. */
export type Suite = (subject: () => ConsoleUnderTest) => void
