// Rechecks one report that the contract took, from raw headers, logs and states of the chain alone.

import type { Hex } from 'viem'
import { riskParametersAbi } from '../abi/index.ts'
import { askNode } from './askNode.ts'
import { checkBounds } from './checkBounds.ts'
import { checkObservation } from './checkObservation.ts'
import { checkReport } from './checkReport.ts'
import { checkStored } from './checkStored.ts'
import { compare, compareParameters, createStep, formatParameters, type Step } from './compare.ts'
import { type Evidence, findAt } from './evidence.ts'
import { checkKept, checkProvenFigures } from './measured/checkMeasured.ts'
import { checkProvenReport } from './measured/checkProvenReport.ts'
import { checkTolerances } from './measured/checkTolerances.ts'
import { findMeasurement } from './measured/measurements.ts'
import { recompute } from './measured/recompute.ts'
import { readState } from './readState.ts'
import type { Update } from './readUpdates.ts'
import type { Start } from './replayBlock.ts'

/**
 * Recomputes an update step by step: the block and the configuration that it is evidence under, the observation from
 * headers and logs, what portfolio and fee oracle told, the target on every engine, what a reader got before, what the
 * bounds left of the target, and what the contract stored. Of an update that a contract of evidence measured, the
 * measurement and what the contract kept; of one that was signed and measured, both.
 *
 * @throws VerifySourceError if the node does not have the state that it takes.
 */
export async function verifyUpdate(evidence: Evidence, update: Update): Promise<Step[]> {
  const start = await readStart(evidence, update)
  return [
    ...(await checkEvidence(evidence, update)),
    await checkCore(evidence, update),
    ...(await checkTarget(evidence, update)),
    ...(await checkBounds(evidence, update, start)),
    await checkStored(evidence, update, start),
  ]
}

/** What the target rests on, by the kind of evidence. */
async function checkEvidence(evidence: Evidence, update: Update): Promise<Step[]> {
  const measurement = findMeasurement(evidence.market, update)
  const isProven = measurement?.kind === 'proven'
  const signed = isProven
    ? []
    : [await checkReport(evidence, update), ...(await checkObservation(evidence, update))]
  if (measurement === undefined) return signed
  const reported = isProven ? update.observation : undefined
  const recomputed = await recompute(evidence, measurement, reported)
  const measured = isProven
    ? [checkProvenReport(evidence, update, recomputed), ...checkProvenFigures(update, recomputed)]
    : [await checkTolerances(evidence, update, recomputed)]
  return [...signed, ...measured, await checkKept(evidence, recomputed)]
}

async function readStart(evidence: Evidence, update: Update): Promise<Start> {
  const { blockNumber } = update
  const read = evidence.headers.find(({ number }) => number === blockNumber)
  const [state, { timestamp: nowAt }] = await Promise.all([
    readState(evidence, update.marketId, blockNumber - 1n),
    read ?? askNode(evidence.client.getBlock({ blockNumber }), `the block ${blockNumber}`),
  ])
  return { state, nowAt }
}

/** Which core's twin evaluates the market: another one than ours computes other targets. */
async function checkCore(
  { client, riskParameters: address, core }: Evidence,
  { marketId, blockNumber }: Update,
): Promise<Step> {
  const call = { address, abi: riskParametersAbi, functionName: 'coreHash' } as const
  const at = { args: [marketId], blockNumber: blockNumber - 1n } as const
  const coreHash = await askNode(client.readContract({ ...call, ...at }), "the market's core hash")
  const text = `the market's model is the twin of the core ${coreHash}`
  return createStep('core', text, compare('core', coreHash.toLowerCase(), core.hash))
}

async function checkTarget({ engines, market }: Evidence, update: Update): Promise<Step[]> {
  const { observation, target } = update
  const policy = findAt(market.policies, update)
  return Promise.all(
    engines.map(async ({ name, evaluateBatch }) => {
      const [result] = await evaluateBatch([{ observation, policy }])
      return createStep(
        `target (${name})`,
        formatParameters(target),
        compareParameters('target', target, result),
      )
    }),
  )
}

/** The id under which the index and `gimbal verify` know an update: block number (8 bytes), log index (4 bytes). */
export function formatUpdateId({
  blockNumber,
  logIndex,
}: Pick<Update, 'blockNumber' | 'logIndex'>): Hex {
  const hex = (value: bigint, bytes: number) => value.toString(16).padStart(2 * bytes, '0')
  return `0x${hex(blockNumber, 8)}${hex(BigInt(logIndex), 4)}`
}
