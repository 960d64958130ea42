import { SingleBar } from 'cli-progress'
import { formatMarket } from '../../governance/index.ts'
import type { Header } from '../../observation/index.ts'
import { UpdateNotFoundError } from '../../verify/errors.ts'
import { createEvmEngine } from '../../verify/evm/evmEngine.ts'
import { createChainReader } from '../../verify/readChain.ts'
import { type ChainRecord, chooseUpdates, listUpdates } from '../../verify/readRecord.ts'
import type { Update } from '../../verify/readUpdates.ts'
import { recheckUpdates, type Verification } from '../../verify/recheckUpdates.ts'
import { nameUpdate } from '../../verify/resolveUpdate.ts'
import {
  describeEvidenceKind,
  describeWay,
  hasDifferences,
  toPlainVerdicts,
  type Verdict,
} from '../../verify/verdict.ts'
import { formatUpdateId } from '../../verify/verifyUpdate.ts'
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

/** Rechecks updates from raw headers and logs, and prints each result; the exit status is 4 if anything differs. */
export async function verifyUpdates(options: VerifyOptions & { json: boolean }): Promise<ExitCode> {
  const { json } = options
  const { verdicts, headers } = await recheckOnBothEngines(options, async (verdict) => {
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
export async function recheckOnBothEngines(
  options: VerifyOptions,
  onVerdict?: (verdict: Verdict) => Promise<void>,
): Promise<Verification> {
  const { network } = options
  const { riskParameters } = network.addresses
  const { startBlock, pools } = network
  const evm = await createEvmEngine()
  try {
    return await withProgress((onProgress) =>
      recheckUpdates({
        client: createChainReader(network.rpcUrl),
        network: { riskParameters, startBlock, pools },
        choose: (record) => choose(record, options),
        engines: [{ name: 'EVM', ...evm }],
        onVerdict,
        onProgress,
      }),
    )
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
      // What is printed next must not be drawn over.
      if (done === total) bar.stop()
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
