import { decodeFunctionData, type Hex, isAddressEqual } from 'viem'
import { riskParametersAbi } from '../abi/index.ts'
import { packEvidence } from '../core/index.ts'
import type { Header } from '../observation/index.ts'
import { askNode } from './askNode.ts'
import { type Comparison, compare, createStep, differ, type Step } from './compare.ts'
import { type Evidence, findAt, findObservedHeader } from './evidence.ts'
import { readState } from './readState.ts'
import { isBefore, type Update } from './readUpdates.ts'

/**
 * Checks what the report says of itself: the time of its block, and that it is evidence under the configuration that
 * stored before that block, which its source and policy come from. The event has neither hash nor configuration: they
 * are compared where the transaction calls `push` or `pushMany` itself. Through another contract, they are what
 * RiskParameters has checked; that no setter came from the block on is seen in the events either way.
 */
export async function checkReport(evidence: Evidence, update: Update): Promise<Step> {
  const { market } = evidence
  const header = findObservedHeader(evidence, update)
  const { epochSec } = findAt(market.policies, update)
  const what = `block ${header.number} ${header.hash}, ${formatTime(header.timestamp)}, epoch ${update.observedAt / epochSec}`
  const { calls, report } = await findReport(evidence, update)
  return createStep(
    'evidence',
    calls === 'another'
      ? `${what}; the transaction calls another contract, so the report's hash and configuration are not compared`
      : `${what}, configuration ${report?.config ?? 'unknown'}`,
    compare('observedAt', update.observedAt, header.timestamp),
    ...findLaterConfigs(evidence, update),
    ...(report === undefined ? [] : await compareReport(evidence, update, header, report)),
    ...(calls === 'RiskParameters' && report === undefined
      ? [differ('report: the transaction brings no report with this evidence')]
      : []),
  )
}

type ReportArgs = NonNullable<Awaited<ReturnType<typeof findReport>>['report']>

/** The report in the transaction's input, if that calls the contract itself. */
async function findReport({ client, riskParameters }: Evidence, update: Update) {
  const { transactionHash: hash } = update
  const { to, input } = await askNode(client.getTransaction({ hash }), `the transaction ${hash}`)
  if (to === null || !isAddressEqual(to, riskParameters)) return { calls: 'another' as const }
  const words = packEvidence(update.observation)
  const report = readReports(input).find(
    ({ marketId, observedAt, blockNumber, evidence }) =>
      marketId === update.marketId &&
      BigInt(observedAt) === update.observedAt &&
      blockNumber === update.observedBlockNumber &&
      evidence[0] === words[0] &&
      evidence[1] === words[1],
  )
  return { calls: 'RiskParameters' as const, report }
}

/** The reports of a call, none if it brings none. */
function readReports(input: Hex) {
  try {
    const { functionName, args } = decodeFunctionData({ abi: riskParametersAbi, data: input })
    return functionName === 'push' ? [args[0]] : functionName === 'pushMany' ? args[0] : []
  } catch {
    // Of no function of the contract.
    return []
  }
}

async function compareReport(
  evidence: Evidence,
  update: Update,
  header: Header,
  { blockHash, config }: ReportArgs,
): Promise<Comparison[]> {
  const lower = (hex: Hex) => hex.toLowerCase()
  const state = await readState(evidence, update.marketId, update.observedBlockNumber - 1n)
  return [
    compare('blockHash', lower(blockHash), lower(header.hash)),
    compare('config', lower(config), lower(state.config)),
  ]
}

/** A setter after which the evidence counts no more: one in the observed block comes after what was measured. */
function findLaterConfigs({ market }: Evidence, update: Update): Comparison[] {
  const { observedBlockNumber } = update
  const changed = market.configs.find(
    (place) => place.blockNumber >= observedBlockNumber && isBefore(place, update),
  )
  if (changed === undefined) return []
  return [differ(`config: it was changed in block ${changed.blockNumber}, after the evidence`)]
}

function formatTime(at: bigint): string {
  return new Date(Number(at) * 1_000).toISOString().replace('.000Z', 'Z')
}
