import { findChainFacts } from '../../client/chains/chainFacts.ts'
import { describeHistory, formatSpan } from '../../client/chains/formatSpan.ts'
import { describeChain } from '../../client/network/chains.ts'
import { type BlockSource, describeBlockSource } from '../../deploy/contracts/blockSource.ts'
import { nameNode } from '../../deploy/contracts/chain.ts'
import type { Deployment, PlannedStep } from '../../deploy/contracts/prepareDeployment.ts'
import { wrapWords } from '../io/wrapWords.ts'
import { formatCost, formatField, formatShort, LABEL, WIDTH } from './planLines.ts'

/** That of governance/examples/market.yaml. */
const REPORT_AGE_BLOCKS = 200

/** What a deployment will do and cost, for people; no line of it is wider than a terminal of 80 columns. */
export function formatPlan(deployment: Deployment, networkName: string | undefined): string {
  const {
    options,
    chainId,
    deployer,
    balanceWei = 0n,
    coreHash,
    blockSource,
    blockTimeMs,
    steps,
    cost,
  } = deployment
  const done = steps.filter(({ isDone }) => isDone).length
  return [
    `Chain:    ${describeChain(chainId, networkName)}`,
    `Node:     ${nameNode(options.url)}`,
    `Deployer: ${deployer ?? 'unknown: no key is given, so its balance is not checked'}`,
    ...(deployer === undefined ? [] : [`Balance:  ${formatShort(balanceWei)} ether`]),
    ...formatCost(cost),
    `Core:     ${coreHash}`,
    ...formatBlocks(blockSource, blockTimeMs, findChainFacts(chainId)?.historyBlocks),
    '',
    `${steps.length} transactions in this order, ${done} of them done by an earlier run:`,
    '',
    ...steps.flatMap(formatStep),
    '',
  ].join('\n')
}

/** How the chain counts its blocks, and how long those last that a report may be old. */
function formatBlocks(
  blockSource: BlockSource,
  blockTimeMs: number | undefined,
  historyBlocks: number | undefined,
): string[] {
  const source = describeBlockSource(blockSource)
  const spans =
    blockTimeMs === undefined
      ? ''
      : `; ${describeHistory(blockTimeMs, historyBlocks)}, and a market's reportAgeBlocks of ` +
        `${REPORT_AGE_BLOCKS} would last ${formatSpan(REPORT_AGE_BLOCKS, blockTimeMs)}`
  return wrapWords(`${source}${spans}`, WIDTH - LABEL).map((line, index) => {
    return `${(index === 0 ? 'Blocks:' : '').padEnd(LABEL)}${line}`
  })
}

function formatStep(step: PlannedStep, index: number): string[] {
  const { contract, functionName, args, gas, isDone } = step
  const what = functionName === undefined ? `deploy ${contract}` : `${contract}.${functionName}`
  const state = isDone ? 'done' : `${gas} gas`
  return [
    `${String(index + 1).padStart(3)}. ${what}  (${state})`,
    ...Object.entries(args).flatMap(([name, value]) => formatField(name, value, 6)),
  ]
}
