import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Address, createPublicClient, http } from 'viem'
import { riskParametersAbi } from '../../../../abi/index.ts'
import { defaultPolicy } from '../../../../backtest/defaultPolicy.ts'
import type { Journal } from '../../../../bot/journal/journal.ts'
import type { SubmitContext, SubmitSettings } from '../../../../bot/submit/context.ts'
import type { PushDraft } from '../../../../bot/submit/pushDraft.ts'
import { createPushErrand } from '../../../../bot/submit/pushErrand.ts'
import type { Observation } from '../../../../core/index.ts'
import { localAccounts } from '../../../../stack/local/accounts.ts'
import { type ChainClient, createChainClient } from '../../../../stack/local/chainClient.ts'
import { LOCAL_MARKET_ID } from '../../../../stack/local/localMarket.ts'
import { startStack } from '../../../../stack/local/startStack.ts'
import { createReport, createTypedReport, type ReportScope } from '../../../../verify/report.ts'
import { core, defaultObservation } from '../../support/defaultInput.ts'

export const sender = { chainId: 31_337, account: localAccounts.operator.address }

const defaultSettings: SubmitSettings = {
  tipPerGas: 10n ** 9n,
  budgetPerGas: 200n * 10n ** 9n,
  dailyBudgetWei: 10n ** 18n,
  lowBalanceWei: 10n ** 17n,
  replaceAfterSec: 60,
  requiredDepth: 2n,
}

export interface PushChain {
  url: string
  client: ChainClient
  scope: ReportScope
  /** A report of the latest block, with the signatures of two reporters. */
  createDraft(changes?: Partial<Observation>): Promise<PushDraft>
  stop(): Promise<void>
}

/** A chain with the local market, whose blocks come when they are asked for. */
export async function startPushChain(): Promise<PushChain> {
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-push-'))
  const stack = await startStack({ index: false, folder })
  const client = createChainClient(stack.urls.rpc)
  await client.setAutomine(false)
  const scope = {
    chainId: stack.chainId,
    riskParameters: stack.addresses.governance.riskParameters,
  }
  return {
    url: stack.urls.rpc,
    client,
    scope,
    async createDraft(changes = {}) {
      const observation = { ...defaultObservation, ...changes }
      const block = await client.getBlock()
      const { config } = await client.readContract({
        address: scope.riskParameters,
        abi: riskParametersAbi,
        functionName: 'marketState',
        args: [LOCAL_MARKET_ID],
        blockNumber: block.number,
      })
      const report = createReport({ marketId: LOCAL_MARKET_ID, config, observation, block })
      const signers = [...localAccounts.reporters]
        .toSorted((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1))
        .slice(0, 2)
      const typed = createTypedReport(scope, report)
      const signatures = await Promise.all(signers.map((signer) => signer.signTypedData(typed)))
      return { report, signatures, target: core.evaluate(observation, defaultPolicy) }
    },
    async stop() {
      await stack.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

interface ContextOptions {
  url: string
  riskParameters: Address
  journal: Journal
  settings?: Partial<SubmitSettings>
  clock?: () => number
}

/** What the operator sends through: a node that is asked once and not for long. */
export function createContext(options: ContextOptions): SubmitContext<PushDraft> {
  const { url, riskParameters, journal, settings, clock = () => 1_700_000_000 } = options
  return {
    client: createPublicClient({ transport: http(url, { retryCount: 0, timeout: 5_000 }) }),
    account: localAccounts.operator,
    chainId: sender.chainId,
    errand: createPushErrand({ riskParameters }),
    journal,
    settings: { ...defaultSettings, ...settings },
    clock,
  }
}
