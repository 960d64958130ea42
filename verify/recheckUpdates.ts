import type { PublicClient } from 'viem'
import { loadCore } from '../core/index.ts'
import type { Engine, KnownHeader } from './evidence.ts'
import { createWasmEngine, gatherEvidence } from './gatherEvidence.ts'
import { readHeaders } from './readChain.ts'
import { type ChainRecord, readRecord, type VerifiedNetwork } from './readRecord.ts'
import type { MarketRecord, Update } from './readUpdates.ts'
import type { Verdict } from './verdict.ts'
import { verifyUpdate } from './verifyUpdate.ts'

export interface RecheckOptions {
  /** Of an archive node, or of one that has the states of the blocks that are asked about. */
  client: PublicClient
  network: VerifiedNetwork
  /** The updates of the record that are to be rechecked. @example (record) => listUpdates(record).slice(-1) */
  choose(record: ChainRecord): readonly Update[]
  /** Further engines beside the Wasm core: `createEvmEngine` of `verify/evm`. */
  engines?: readonly Engine[] | undefined
  /** Called after each update. */
  onVerdict?: ((verdict: Verdict) => Promise<void>) | undefined
  /** Called while headers are read. */
  onProgress?: ((done: number, total: number) => void) | undefined
}

/** The results of the checks, and the headers that they rest on. */
export interface Verification {
  verdicts: Verdict[]
  headers: readonly KnownHeader[]
}

/**
 * Rechecks updates from raw headers, logs and states of the chain alone.
 *
 * @throws what `choose` throws; VerifySourceError or ChainReadError if the node fails or lacks what it takes,
 *   IncompleteLogsError if it is known to have left out logs.
 *
 * @example
 * const { verdicts } = await recheckUpdates({ client, network, choose: (record) => listUpdates(record).slice(-1) })
 * const isSame = !verdicts.some(hasDifferences)
 */
export async function recheckUpdates({
  client,
  network,
  choose,
  engines = [],
  onVerdict,
  onProgress,
}: RecheckOptions): Promise<Verification> {
  const { riskParameters, startBlock } = network
  const record = await readRecord(client, network)
  const chosen = choose(record)
  const [upTo = startBlock] = chosen
    .map(({ blockNumber }) => blockNumber)
    .toSorted((a, b) => Number(b - a))
  const gathered = await gatherEvidence({
    client,
    network,
    record,
    upTo,
    readHeaders: (from, to) => readHeaders(client, from, to, onProgress),
  })
  const core = await loadCore()
  const all = [createWasmEngine(core), ...engines]
  const verdicts: Verdict[] = []
  for (const update of chosen) {
    const market = record.markets.get(update.marketId) as MarketRecord
    const evidence = { client, riskParameters, core, engines: all, market, ...gathered }
    const verdict = { update, steps: await verifyUpdate(evidence, update) }
    verdicts.push(verdict)
    await onVerdict?.(verdict)
  }
  return { verdicts, headers: gathered.headers }
}
