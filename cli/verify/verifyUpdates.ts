import { SingleBar } from 'cli-progress'
import type { Address, Hex, PublicClient } from 'viem'
import { type BloomHeader, checkLogs } from '../../client/logs/checkLogs.ts'
import { createBlockLogsReader } from '../../client/logs/readBlockLogs.ts'
import { readContractLogs } from '../../client/logs/readContractLogs.ts'
import { readLogs } from '../../client/logs/readLogs.ts'
import { loadCore } from '../../core/index.ts'
import { describeMoves, formatMarket } from '../../governance/index.ts'
import { type Header, poolEventTopics, type RawLog } from '../../observation/index.ts'
import type { Step } from '../../verify/compare.ts'
import { UpdateNotFoundError } from '../../verify/errors.ts'
import type { Engine } from '../../verify/evidence.ts'
import { createEvmEngine } from '../../verify/evm/evmEngine.ts'
import { createChainReader, readHeaders } from '../../verify/readChain.ts'
import { type MarketRecord, readMarkets, type Update } from '../../verify/readUpdates.ts'
import { formatUpdateId, verifyUpdate } from '../../verify/verifyUpdate.ts'
import { resolveMarket } from '../governance/resolveMarket.ts'
import { printJson, printText } from '../io/print.ts'
import type { Network } from '../network/readNetwork.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { nameUpdate, resolveUpdate } from './resolveUpdate.ts'

export interface VerifyOptions {
  network: Network
  /** `latest`, `all`, or an update as `resolveUpdate` takes it. */
  which: string
  /** Only this market's: as `resolveMarket` takes it. */
  market: string | undefined
}

/** One update and what became of its check. */
export interface Verdict {
  update: Update
  steps: Step[]
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
    ? printJson(toPlain(verdicts))
    : printText(formatSummary(verdicts.length, differing, headers)))
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
  const client = createChainReader(network.rpcUrl)
  const head = await client.getBlock()
  const { riskParameters } = network.addresses
  const own = await readContractLogs(client, {
    address: riskParameters,
    fromBlock: network.startBlock,
    toBlock: head.number,
  })
  const markets = readMarkets(own)
  const chosen = choose(markets, options)
  const [last = network.startBlock] = chosen
    .map(({ observedBlockNumber }) => observedBlockNumber)
    .toSorted((a, b) => Number(b - a))
  const headers = await withProgress((onProgress) =>
    readHeaders(client, network.startBlock, last, onProgress),
  )
  const readBlockLogs = createBlockLogsReader(client)
  const ownUpToLast = own.filter(({ blockNumber }) => (blockNumber ?? 0n) <= last)
  await checkLogs(readBlockLogs, headers, ownUpToLast, { addresses: [riskParameters] })
  const poolLogs = await readPools(client, network, markets, headers)
  const core = await loadCore()
  const evm = await createEvmEngine()
  try {
    const engines: Engine[] = [
      {
        name: 'Wasm',
        evaluateBatch: async (rows) => core.evaluateBatch(rows),
        applyBoundsBatch: async (cases) => core.applyBoundsBatch(cases),
      },
      { name: 'EVM', ...evm },
    ]
    const verdicts: Verdict[] = []
    for (const update of chosen) {
      const market = markets.get(update.marketId) as MarketRecord
      const evidence = { client, riskParameters, core, engines, headers, poolLogs, market }
      const verdict = { update, steps: await verifyUpdate(evidence, update) }
      verdicts.push(verdict)
      await onVerdict(verdict)
    }
    return { verdicts, headers }
  } finally {
    await evm.close()
  }
}

function choose(
  markets: ReadonlyMap<Hex, MarketRecord>,
  { which, market }: VerifyOptions,
): Update[] {
  const marketId = market === undefined ? undefined : resolveMarket(market, [...markets.keys()])
  const all = [...markets]
    .filter(([id]) => marketId === undefined || id === marketId)
    .flatMap(([, { updates }]) => updates)
    .toSorted((a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex)
  if (which !== 'all' && which !== 'latest') return [resolveUpdate(all, which)]
  if (all.length > 0) return which === 'all' ? all : all.slice(-1)
  throw new UpdateNotFoundError(
    `the chain has no update yet of ${market ?? 'any market'}; wait for the first push`,
  )
}

/** The logs of every pool that a source names, from where the index begins to follow it. */
async function readPools(
  client: PublicClient,
  { pools, startBlock }: Network,
  markets: ReadonlyMap<Hex, MarketRecord>,
  headers: readonly BloomHeader[],
): Promise<Map<Address, RawLog[]>> {
  const last = headers.at(-1)?.number ?? startBlock
  const from = new Map<Address, bigint>()
  for (const { sources } of markets.values()) {
    for (const { blockNumber, value } of sources) {
      for (const pool of [value.pool, value.nativePool]) {
        const listed = pools.find(({ address }) => address.toLowerCase() === pool.toLowerCase())
        const first = listed?.startBlock ?? blockNumber
        const known = from.get(pool)
        if (known === undefined || first < known) from.set(pool, first)
      }
    }
  }
  const entries = [...from].map(async ([pool, first]) => {
    const begin = first > startBlock ? first : startBlock
    const filter = { addresses: [pool], topics: poolEventTopics }
    const logs = await readLogs(client, filter, begin, last)
    const own = headers.filter(({ number }) => number >= begin)
    await checkLogs(createBlockLogsReader(client), own, logs, filter)
    return [pool, logs] as const
  })
  return new Map(await Promise.all(entries))
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

/** Whether anything was found to be otherwise than the contract says. */
export const hasDifferences = ({ steps }: Verdict): boolean =>
  steps.some(({ differences }) => differences.length > 0)

function formatVerdict({ update, steps }: Verdict): string {
  const lines = steps.flatMap(({ name, text, differences }) => [
    `  ${differences.length === 0 ? 'ok  ' : 'DIFF'} ${name.padEnd(14)} ${text}`,
    ...differences.map((difference) => `         ${difference}`),
  ])
  return `${[
    `update ${nameUpdate(update)} of ${formatMarket(update.marketId)}, ${describeWay(update)}`,
    `  id ${formatUpdateId(update)}`,
    `  in transaction ${update.transactionHash}`,
    ...lines,
  ].join('\n')}\n`
}

/** Which way the value moved; a report that changed nothing confirmed it. */
function describeWay({ oldValues, newValues }: Update): string {
  const way = describeMoves(oldValues, newValues)
  return way === 'unchanged' ? 'confirmed' : `updated, ${way}`
}

function formatSummary(count: number, differing: number, headers: readonly Header[]): string {
  const from = `rebuilt from ${headers.length} headers and the pools' logs, without the index`
  const result = differing === 0 ? 'all bits agree' : `${differing} differ`
  return `${count} ${count === 1 ? 'update' : 'updates'} ${from}: ${result}`
}

function toPlain(verdicts: readonly Verdict[]): object {
  const updates = verdicts.map((verdict) => ({
    id: formatUpdateId(verdict.update),
    marketId: verdict.update.marketId,
    transactionHash: verdict.update.transactionHash,
    isVerified: !hasDifferences(verdict),
    steps: verdict.steps,
  }))
  return { isVerified: updates.every(({ isVerified }) => isVerified), updates }
}
