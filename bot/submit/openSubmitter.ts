import { createPublicClient, type LocalAccount } from 'viem'
import { nodeTransport } from '../../http/nodeTransport.ts'
import type { Journal } from '../journal/journal.ts'
import type { SubmitConfig } from '../settings.ts'
import type { Errand } from './context.ts'
import { createFailover, type Failover } from './createFailover.ts'
import { createSubmitter } from './createSubmitter.ts'

/** How long one request of a submission may take, milliseconds: a hanging endpoint gives way to the next. */
const TIMEOUT_MS = 1_500

interface OpenSubmitterOptions<Draft> {
  settings: SubmitConfig
  /** Of the chain; one of them serves a step, the next one where it fails. */
  urls: readonly string[]
  /** Gets the transactions instead. */
  relayUrl: string | undefined
  chainId: number
  account: LocalAccount
  errand: Errand<Draft>
  journal: Journal
  /** Unix seconds. */
  clock(): number
}

/** A submitter as a configuration describes it. */
export function openSubmitter<Draft>(options: OpenSubmitterOptions<Draft>): Failover<Draft> {
  const { settings, urls, relayUrl, chainId, account, errand, journal, clock } = options
  const createClient = (url: string) =>
    createPublicClient({
      transport: nodeTransport(url, { retryCount: 0, timeout: TIMEOUT_MS }),
      cacheTime: 0,
    })
  const relay = relayUrl === undefined ? undefined : createClient(relayUrl)
  const common = {
    relay,
    chainId,
    account,
    errand,
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
