import { formatEther, formatGwei } from 'viem'
import type { Cost } from '../../deploy/contracts/estimateCost.ts'
import { formatArg } from '../../deploy/contracts/formatArg.ts'

export const WIDTH = 80
/** Of what stands before a fact. */
export const LABEL = 10

/** What a plan costs, in two lines. */
export function formatCost({ gas, feePerGas, likelyWei, neededWei }: Cost): string[] {
  const gwei = Number(Number(formatGwei(feePerGas)).toPrecision(3))
  const digits = `${gas}`.replace(/\B(?=(\d{3})+$)/g, ',')
  return [
    `Cost:     about ${formatShort(likelyWei)} ether (${digits} gas at ${gwei} gwei)`,
    `          the account needs ${formatShort(neededWei)} ether, with a margin for rising gas`,
  ]
}

/** Six decimals, rounded up: never less than is needed. */
export function formatShort(wei: bigint): string {
  const unit = 10n ** 12n
  return formatEther(((wei + unit - 1n) / unit) * unit)
}

/** On one line where it fits; else its parts below it, each on its own. */
export function formatField(name: string, value: unknown, indent: number): string[] {
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
