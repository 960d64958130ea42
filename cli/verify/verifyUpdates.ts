import { SingleBar } from 'cli-progress'
import { loadCore } from '../../core/index.ts'
import { formatMarket } from '../../governance/index.ts'
import type { Header } from '../../observation/index.ts'
import { UpdateNotFoundError } from '../../verify/errors.ts'
import type { Engine } from '../../verify/evidence.ts'
import { createEvmEngine } from '../../verify/evm/evmEngine.ts'
import { createWasmEngine, gatherEvidence } from '../../verify/gatherEvidence.ts'
import { createChainReader, readHeaders } from '../../verify/readChain.ts'
import {
  type ChainRecord,
  chooseUpdates,
  listUpdates,
  readRecord,
} from '../../verify/readRecord.ts'
import type { MarketRecord, Update } from '../../verify/readUpdates.ts'
import { nameUpdate } from '../../verify/resolveUpdate.ts'
import {
  describeEvidenceKind,
  describeWay,
  hasDifferences,
  toPlainVerdicts,
  type Verdict,
} from '../../verify/verdict.ts'
import { formatUpdateId, verifyUpdate } from '../../verify/verifyUpdate.ts'
import { resolveMarket } from '../governance/resolveMarket.ts'
import { printJson, printText } from '../io/print.ts'
import type { Network } from '../network/readNetwork.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'

export interface VerifyOptions {
  network: Network
  /** `latest`, `all`, or an update as `resolveUpdate` takes it. */
  which: string
  /** Only this market's: as `resolveMarket` takes it. */
  market: string | undefined
}

/** The results of the checks, and their inputs. */
export interface Verification {
  verdicts: Verdict[]
  headers: readonly Header[]
}

/** Rechecks updates from raw headers and logs, and prints each result; the exit status is 4 if anything differs. */
export async function verifyUpdates(options: VerifyOptions & { json: boolean }): Promise<ExitCode> {
  const { json } = options
  const { verdicts, headers } = await recheckUpdates(options, async (verdict) => {
    if (!json) await printText(formatVerdict(verdict))
  })
  const differing = verdicts.filter(hasDifferences).length
  await (json
    ? printJson(toPlainVerdicts(verdicts))
    : printText(formatSummary(verdicts, differing, headers)))
  return differing === 0 ? exitCodes.ok : exitCodes.verificationFailed
}

/**
 * Rechecks updates from raw headers and logs, on both engines.
 *
 * @param onVerdict - Called after each update.
 * @throws UpdateNotFoundError if there is none; VerifySourceError if the node lacks what it takes.
 */
export async function recheckUpdates(
  options: VerifyOptions,
  onVerdict: (verdict: Verdict) => Promise<void> = async () => {},
): Promise<Verification> {
  const { network } = options
  const { riskParameters } = network.addresses
  const { startBlock, pools } = network
  const verified = { riskParameters, startBlock, pools }
  const client = createChainReader(network.rpcUrl)
  const record = await readRecord(client, verified)
  const chosen = choose(record, options)
  const [upTo = startBlock] = chosen
    .map(({ blockNumber }) => blockNumber)
    .toSorted((a, b) => Number(b - a))
  const { headers, poolLogs, poolsSince } = await gatherEvidence({
    client,
    network: verified,
    record,
    upTo,
    readHeaders: (from, to) =>
      withProgress((onProgress) => readHeaders(client, from, to, onProgress)),
  })
  const core = await loadCore()
  const evm = await createEvmEngine()
  try {
    const engines: Engine[] = [createWasmEngine(core), { name: 'EVM', ...evm }]
    const verdicts: Verdict[] = []
    for (const update of chosen) {
      const market = record.markets.get(update.marketId) as MarketRecord
      const gathered = { headers, poolLogs, poolsSince }
      const evidence = { client, riskParameters, core, engines, market, ...gathered }
      const verdict = { update, steps: await verifyUpdate(evidence, update) }
      verdicts.push(verdict)
      await onVerdict(verdict)
    }
    return { verdicts, headers }
  } finally {
    await evm.close()
  }
}

function choose(record: ChainRecord, { which, market }: VerifyOptions): Update[] {
  if (market === undefined) return chooseUpdates(listUpdates(record), which)
  const updates = listUpdates(record, resolveMarket(market, [...record.markets.keys()]))
  if (updates.length > 0) return chooseUpdates(updates, which)
  throw new UpdateNotFoundError(`the chain has no update yet of ${market}; wait for the first push`)
}

async function withProgress<Result>(
  run: (onProgress: (done: number, total: number) => void) => Promise<Result>,
): Promise<Result> {
  const bar = new SingleBar({ format: 'headers [{bar}] {value}/{total}, {eta_formatted} left' })
  let isStarted = false
  try {
    return await run((done, total) => {
      if (!isStarted) bar.start(total, done)
      isStarted = true
      bar.update(done)
    })
  } finally {
    bar.stop()
  }
}

function formatVerdict({ update, steps }: Verdict): string {
  const lines = steps.flatMap(({ name, text, differences }) => [
    `  ${differences.length === 0 ? 'ok  ' : 'DIFF'} ${name.padEnd(14)} ${text}`,
    ...differences.map((difference) => `         ${difference}`),
  ])
  return `${[
    `update ${nameUpdate(update)} of ${formatMarket(update.marketId)}, ${describeWay(update)}`,
    `  evidence ${describeEvidenceKind(update)}`,
    `  id ${formatUpdateId(update)}`,
    `  in transaction ${update.transactionHash}`,
    ...lines,
  ].join('\n')}\n`
}

function formatSummary(
  verdicts: readonly Verdict[],
  differing: number,
  headers: readonly Header[],
): string {
  const count = verdicts.length
  const from = `rebuilt from ${headers.length} headers and the pools' logs, without the index`
  const result = differing === 0 ? 'all bits agree' : `${differing} differ`
  return `${count} ${count === 1 ? 'update' : 'updates'}${formatKinds(verdicts)} ${from}: ${result}`
}

/** How many came by what; nothing where all were signed. */
function formatKinds(verdicts: readonly Verdict[]): string {
  const counts = (['signed', 'proven', 'both'] as const).flatMap((kind) => {
    const count = verdicts.filter(({ update }) => update.evidenceKind === kind).length
    return count === 0 ? [] : [`${count} ${kind}`]
  })
  return counts.join() === `${verdicts.length} signed` ? '' : ` (${counts.join(', ')})`
}
