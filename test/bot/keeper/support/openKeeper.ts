import { createPublicClient, http, type LocalAccount } from 'viem'
import type { Journal } from '../../../../bot/journal/journal.ts'
import type { KeptVault } from '../../../../bot/keeper/actionErrand.ts'
import { actionErrand } from '../../../../bot/keeper/actionErrand.ts'
import { createKeeper } from '../../../../bot/keeper/createKeeper.ts'
import { createKeeperMonitor } from '../../../../bot/keeper/createKeeperMonitor.ts'
import { createQueue } from '../../../../bot/keeper/createQueue.ts'
import { createKeeperConditions } from '../../../../bot/keeper/keeperConditions.ts'
import { createKeeperMetrics } from '../../../../bot/keeper/keeperMetrics.ts'
import { createLog } from '../../../../bot/log.ts'
import type { PriceDesk } from '../../../../bot/prices/openPrices.ts'
import { createEndpoints } from '../../../../bot/sources/createEndpoints.ts'
import type { SubmitSettings } from '../../../../bot/submit/context.ts'
import { createFailover } from '../../../../bot/submit/createFailover.ts'
import { createSubmitter } from '../../../../bot/submit/createSubmitter.ts'

interface OpenKeeperOptions {
  url: string
  relayUrl?: string
  account: LocalAccount
  vaults: readonly KeptVault[]
  journal: Journal
  settings?: Partial<SubmitSettings>
  /** Unix seconds; by default the chain's time is the only clock. */
  clock?: () => number
  cutAfterSec?: number
  prices?: PriceDesk
}

const GWEI = 10n ** 9n
const defaultSettings: SubmitSettings = {
  tipPerGas: GWEI,
  budgetPerGas: 200n * GWEI,
  dailyBudgetWei: 10n ** 18n,
  lowBalanceWei: 10n ** 17n,
  replaceAfterSec: 60,
  requiredDepth: 1n,
}

/** A keeper of this process, whose turns a test takes. */
export function openKeeper(options: OpenKeeperOptions) {
  const { url, relayUrl, account, vaults, journal, settings, cutAfterSec = 60, prices } = options
  let headAt = 0
  const clock = options.clock ?? (() => headAt)
  const lines: { level: string; event: string; msg: string; vault?: string }[] = []
  const alarms: string[] = []
  const createClient = (at: string) =>
    createPublicClient({ transport: http(at, { retryCount: 0, timeout: 5_000 }), cacheTime: 0 })
  const metrics = createKeeperMetrics(vaults.map(({ name }) => name))
  const conditions = createKeeperConditions({
    alarmAfterMs: 3_600_000,
    now: () => performance.now(),
    onAlarm: ({ name, isAlarm }) => alarms.push(`${name} ${isAlarm}`),
  })
  const monitor = createKeeperMonitor({
    log: createLog({
      level: 'debug',
      destination: { write: (line) => lines.push(JSON.parse(line)) },
    }),
    metrics,
    conditions,
    vaults,
    cutAfterSec,
    clock,
    checkClock: () => undefined,
  })
  const submitter = createSubmitter({
    client: createClient(url),
    relay: relayUrl === undefined ? undefined : createClient(relayUrl),
    chainId: 31_337,
    account,
    errand: actionErrand,
    journal,
    settings: { ...defaultSettings, ...settings },
    clock,
  })
  const keeper = createKeeper({
    vaults,
    endpoints: createEndpoints({ urls: [url], chainId: 31_337, maxLagBlocks: 3n }),
    submitter: createFailover([submitter]),
    queue: createQueue(clock),
    monitor,
    prices,
    onHead: (timestamp) => {
      headAt = Number(timestamp)
    },
  })
  return { step: () => keeper.step(false), lines, alarms, metrics, conditions, monitor }
}
