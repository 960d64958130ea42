import { formatEther, formatGwei } from 'viem'
import { describeChain } from '../../client/network/chains.ts'
import { describeBlockSource } from '../../deploy/contracts/blockSource.ts'
import { nameNode } from '../../deploy/contracts/chain.ts'
import type { Cost } from '../../deploy/contracts/estimateCost.ts'
import { formatArg } from '../../deploy/contracts/formatArg.ts'
import type { Deployment, PlannedStep } from '../../deploy/contracts/prepareDeployment.ts'

const WIDTH = 80

/** What a deployment will do and cost, for people; no line of it is wider than a terminal of 80 columns. */
export function formatPlan(deployment: Deployment, networkName: string | undefined): string {
  const {
    options,
    chainId,
    deployer,
    balanceWei = 0n,
    coreHash,
    blockSource,
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
    `Blocks:   ${describeBlockSource(blockSource)}`,
    '',
    `${steps.length} transactions in this order, ${done} of them done by an earlier run:`,
    '',
    ...steps.flatMap(formatStep),
    '',
  ].join('\n')
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
