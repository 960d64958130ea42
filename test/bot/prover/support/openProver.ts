import {
  createPublicClient,
  type Hex,
  http,
  keccak256,
  type LocalAccount,
  type PublicClient,
} from 'viem'
import { createConditions } from '../../../../bot/health/conditions.ts'
import { createMonitor } from '../../../../bot/health/createMonitor.ts'
import { createMetrics } from '../../../../bot/health/metrics.ts'
import { openSqliteJournal } from '../../../../bot/journal/openSqliteJournal.ts'
import { createLog } from '../../../../bot/log.ts'
import { createProver } from '../../../../bot/prover/createProver.ts'
import { createRaces } from '../../../../bot/prover/createRaces.ts'
import { createProofErrand } from '../../../../bot/prover/proofErrand.ts'
import { createProverReader } from '../../../../bot/prover/proverReader.ts'
import { createChainReader } from '../../../../bot/sources/createChainReader.ts'
import { createFailover } from '../../../../bot/submit/createFailover.ts'
import { createSubmitter } from '../../../../bot/submit/createSubmitter.ts'
import { loadCore } from '../../../../core/index.ts'
import { formatMarket } from '../../../../governance/index.ts'
import type { ProverWorld } from './proverWorld.ts'

interface OpenProverOptions {
  chain: ProverWorld
  account: LocalAccount
  /** A SQLite file. */
  file: string
  provers?: readonly LocalAccount[]
  markets?: readonly Hex[]
  /** Where transactions go instead of the node; who sees none of another's in the pending block. */
  relay?: Relay
  takeoverSec?: number
  heartbeatSec?: bigint
}

/** Keeps transactions back until a test lets them go. */
export interface Relay {
  held: Map<Hex, Hex>
  sendRawTransaction: PublicClient['sendRawTransaction']
  /** Hands them to the node, which mines them with its next block. */
  release(): Promise<void>
}

const GWEI = 10n ** 9n

function createClient(url: string) {
  return createPublicClient({
    transport: http(url, { retryCount: 0, timeout: 10_000 }),
    cacheTime: 0,
  })
}

export function createRelay(url: string): Relay {
  const client = createClient(url)
  const held = new Map<Hex, Hex>()
  return {
    held,
    async sendRawTransaction({ serializedTransaction }) {
      const hash = keccak256(serializedTransaction)
      held.set(hash, serializedTransaction)
      return hash
    },
    async release() {
      for (const serializedTransaction of held.values()) {
        await client.sendRawTransaction({ serializedTransaction }).catch(() => {})
      }
      held.clear()
    },
  }
}

/** A prover of this process, whose turns a test takes. */
export async function openProver(options: OpenProverOptions) {
  const { chain, account, file, relay, takeoverSec = 24, heartbeatSec = 600n } = options
  const { provers = [account], markets = [chain.marketId] } = options
  const { url } = chain.world
  const { riskParameters } = chain
  let headAt = 0
  const lines: { level: string; event: string; msg: string; type?: string; reason?: string }[] = []
  const metrics = createMetrics({ markets: markets.map(formatMarket) })
  const conditions = createConditions({
    alarmAfterMs: 3_600_000,
    now: () => performance.now(),
    onAlarm: () => {},
  })
  const monitor = createMonitor({
    log: createLog({
      level: 'debug',
      destination: { write: (line) => lines.push(JSON.parse(line)) },
    }),
    metrics,
    conditions,
    maxValueAgeSec: heartbeatSec + 1_200n,
    checkClock: () => undefined,
  })
  const reader = createChainReader({
    urls: [url],
    chainId: 31_337,
    riskParameters,
    timeoutMs: 10_000,
    maxLagBlocks: 3n,
  })
  const journal = openSqliteJournal(file)
  const submitter = createSubmitter({
    client: createClient(url),
    relay,
    chainId: 31_337,
    account,
    errand: createProofErrand(riskParameters),
    journal,
    settings: {
      tipPerGas: GWEI,
      budgetPerGas: 200n * GWEI,
      dailyBudgetWei: 10n ** 18n,
      lowBalanceWei: 10n ** 17n,
      replaceAfterSec: 600,
      requiredDepth: 1n,
    },
    clock: () => headAt,
  })
  const prover = createProver({
    core: await loadCore(),
    markets,
    chain: reader,
    reader: createProverReader({ chain: reader, riskParameters, account: account.address }),
    settings: { deadBandPips: 20_000n, heartbeatSec },
    hintMarginSec: 24n,
    races: createRaces({
      own: account.address,
      provers: provers.map(({ address }) => address),
      takeoverSec,
      clock: () => headAt,
    }),
    submitter: createFailover([submitter]),
    monitor,
    onHead: (timestamp) => {
      headAt = Number(timestamp)
    },
  })
  return {
    step: () => prover.step(false),
    close: () => journal.close(),
    lines,
    metrics,
    conditions,
  }
}
