import type { PublicClient } from 'viem'
import type { Core } from '../../core/index.ts'
import { createWasmEngine, gatherEvidence, listPools } from '../../verify/gatherEvidence.ts'
import type { HeaderMemory } from '../../verify/headerMemory.ts'
import { type BlockMemory, proveLogs, type ToldLogs } from '../../verify/proof/proveLogs.ts'
import { type Proof, proveUpdate } from '../../verify/proof/proveUpdate.ts'
import { createChainReader } from '../../verify/readChain.ts'
import {
  type ChainRecord,
  chooseUpdates,
  listUpdates,
  readRecord,
  type VerifiedNetwork,
} from '../../verify/readRecord.ts'
import type { MarketRecord, Update } from '../../verify/readUpdates.ts'
import { verifyUpdate } from '../../verify/verifyUpdate.ts'
import { describeFailure } from './describeFailure.ts'
import type { JobResult, Outcome, Progress, VerifyJob } from './job.ts'

/** What outlives a job: headers and blocks that were proven need not be read again. */
export interface JobMemory {
  headers: HeaderMemory
  blocks: BlockMemory
}

export interface JobTools {
  core: Core
  memory: JobMemory
  /** How requests are made. */
  fetchFn: typeof globalThis.fetch
}

export interface JobListeners {
  onProgress(progress: Progress): void
  onUpdates(updates: Update[]): void
  onOutcome(outcome: Outcome): void
}

/**
 * Rebuilds updates from raw headers, logs and states, and proves what they are rebuilt from as far as the node lets it.
 *
 * @throws what keeps the job from its updates: there is none, the node fails, or what it tells does not fit together.
 */
export async function runJob(
  job: VerifyJob,
  tools: JobTools,
  { onProgress, onUpdates, onOutcome }: JobListeners,
): Promise<JobResult> {
  const { fetchFn, memory } = tools
  const client = createChainReader(job.rpcUrl, { fetchFn, isRemembering: true })
  const network = toNetwork(job)
  onProgress({ stage: 'events', done: 0, total: 0 })
  const record = await readRecord(client, network)
  const updates = listUpdates(record, job.marketId)
  onUpdates(updates)
  const result: JobResult = { updates, outcomes: [], head: record.head, headerCount: 0 }
  if (job.which === undefined) return result
  const chosen = chooseUpdates(updates, job.which)
  // In the order of the chain.
  const upTo = chosen.at(-1)?.blockNumber ?? job.startBlock
  const { headers, poolLogs, poolsSince } = await gatherEvidence({
    client,
    network,
    record,
    upTo,
    readHeaders: async (from, to) => {
      const read = await memory.headers.read(client, from, to, (done, total) =>
        onProgress({ stage: 'headers', done, total }),
      )
      onProgress({ stage: 'logs', done: 0, total: 0 })
      return read
    },
  })
  result.headerCount = headers.length
  const told: ToldLogs[] = [
    ...listOwnLogs(network, record, upTo),
    ...listPools(network, record).map(({ pool, begin, filter }) => ({
      filter,
      begin,
      logs: poolLogs.get(pool) ?? [],
    })),
  ]
  const logs = await proveLogs(client, headers, told, {
    memory: memory.blocks,
    onProgress: (done, total) => onProgress({ stage: 'receipts', done, total }),
  })
  const proof: Proof = { headers, logs, witness: createWitness(job, fetchFn) }
  for (const [at, update] of chosen.entries()) {
    onProgress({ stage: 'updates', done: at, total: chosen.length })
    const market = record.markets.get(update.marketId) as MarketRecord
    const { riskParameters } = job
    const { core } = tools
    const engines = [createWasmEngine(core)]
    const gathered = { headers, poolLogs, poolsSince }
    const evidence = { client, riskParameters, core, engines, market, ...gathered }
    const outcome = await checkOne(update, [
      () => proveUpdate(evidence, proof, update),
      () => verifyUpdate(evidence, update),
    ])
    result.outcomes.push(outcome)
    onOutcome(outcome)
  }
  onProgress({ stage: 'updates', done: chosen.length, total: chosen.length })
  return result
}

/** What was found before a check was refused is part of what is told. */
async function checkOne(
  update: Update,
  checks: readonly (() => Promise<Outcome['steps']>)[],
): Promise<Outcome> {
  const steps: Outcome['steps'] = []
  try {
    for (const check of checks) steps.push(...(await check()))
    return { update, steps, refusal: undefined }
  } catch (error) {
    return { update, steps, refusal: describeFailure(error) }
  }
}

function toNetwork({ riskParameters, startBlock, pools }: VerifyJob): VerifiedNetwork {
  return { riskParameters, startBlock, pools }
}

function listOwnLogs(
  { riskParameters, startBlock: begin }: VerifiedNetwork,
  { logs, measuredLogs, measuredFilter }: ChainRecord,
  upTo: bigint,
): ToldLogs[] {
  const own = { filter: { addresses: [riskParameters] }, begin, logs }
  const measured = measuredFilter && { filter: measuredFilter, begin, logs: measuredLogs }
  return [own, ...(measured === undefined ? [] : [measured])].map((told) => ({
    filter: told.filter,
    begin,
    logs: told.logs.filter(({ blockNumber }) => (blockNumber ?? 0n) <= upTo),
  }))
}

function createWitness(
  { witnessUrl }: VerifyJob,
  fetchFn: typeof globalThis.fetch,
): PublicClient | undefined {
  return witnessUrl === undefined ? undefined : createChainReader(witnessUrl, { fetchFn })
}
