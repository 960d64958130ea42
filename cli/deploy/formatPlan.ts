import { formatEther, formatGwei } from 'viem'
import { findChainFacts } from '../../client/chains/chainFacts.ts'
import { describeHistory, formatSpan } from '../../client/chains/formatSpan.ts'
import { describeChain } from '../../client/network/chains.ts'
import { type BlockSource, describeBlockSource } from '../../deploy/contracts/blockSource.ts'
import { nameNode } from '../../deploy/contracts/chain.ts'
import type { Cost } from '../../deploy/contracts/estimateCost.ts'
import { formatArg } from '../../deploy/contracts/formatArg.ts'
import type { Deployment, PlannedStep } from '../../deploy/contracts/prepareDeployment.ts'
import { wrapWords } from '../io/wrapWords.ts'

const WIDTH = 80
const LABEL = 10
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

function formatCost({ gas, feePerGas, likelyWei, neededWei }: Cost): string[] {
  const gwei = Number(Number(formatGwei(feePerGas)).toPrecision(3))
  const digits = `${gas}`.replace(/\B(?=(\d{3})+$)/g, ',')
  return [
    `Cost:     about ${formatShort(likelyWei)} ether (${digits} gas at ${gwei} gwei)`,
    `          the account needs ${formatShort(neededWei)} ether, with a margin for rising gas`,
  ]
}

/** Six decimals, rounded up: never less than is needed. */
function formatShort(wei: bigint): string {
  const unit = 10n ** 12n
  return formatEther(((wei + unit - 1n) / unit) * unit)
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

/** On one line where it fits; else its parts below it, each on its own. */
function formatField(name: string, value: unknown, indent: number): string[] {
  const label = `${' '.repeat(indent)}${name}:`
  const text = formatArg(name, value)
  if (label.length + 1 + text.length <= WIDTH) return [`${label} ${text}`]
  if (Array.isArray(value)) {
    return [label, ...value.map((item) => `${' '.repeat(indent + 2)}- ${formatArg(name, item)}`)]
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).flatMap(([key, item]) =>
      formatField(key, item, indent + 2),
    )
    return [label, ...fields]
  }
  // A hash and its meaning.
  return [label, ...text.split(/ (?=\()/).map((part) => `${' '.repeat(indent + 2)}${part}`)]
}
