import { createPublicClient, type LocalAccount } from 'viem'
import { nodeTransport } from '../../http/nodeTransport.ts'
import type { ReportScope } from '../../verify/report.ts'
import type { BotConfig } from '../config.ts'
import type { Journal } from '../journal/journal.ts'
import { createFailover, type Failover } from './createFailover.ts'
import { createSubmitter } from './createSubmitter.ts'

/** How long one request of a submission may take, milliseconds: a hanging endpoint gives way to the next. */
const TIMEOUT_MS = 1_500

interface OpenSubmitterOptions {
  settings: NonNullable<BotConfig['submit']>
  /** Of the chain; one of them serves a step, the next one where it fails. */
  urls: readonly string[]
  /** Gets the transactions instead. */
  relayUrl: string | undefined
  account: LocalAccount
  scope: ReportScope
  journal: Journal
  /** Unix seconds. */
  clock(): number
}

/** A submitter as a configuration describes it. */
export function openSubmitter(options: OpenSubmitterOptions): Failover {
  const { settings, urls, relayUrl, account, scope, journal, clock } = options
  const createClient = (url: string) =>
    createPublicClient({
      transport: nodeTransport(url, { retryCount: 0, timeout: TIMEOUT_MS }),
      cacheTime: 0,
    })
  const relay = relayUrl === undefined ? undefined : createClient(relayUrl)
  const common = {
    relay,
    account,
    scope,
    journal,
    clock,
    settings: {
      tipPerGas: settings.tip,
      budgetPerGas: settings.budget,
      dailyBudgetWei: settings.dailyBudget,
      lowBalanceWei: settings.lowBalance,
      replaceAfterSec: Number(settings.replaceAfter),
      requiredDepth: BigInt(settings.requiredDepth),
    },
  }
  return createFailover(
    urls.map((url) => createSubmitter({ ...common, client: createClient(url) })),
  )
}
