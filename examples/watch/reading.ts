// What a market's readers get, and the words for it. Nothing in here asks the network, so that it is easy to test.

import { type Parameters, parameterFields } from 'gimbal/core'
import { formatParameter } from 'gimbal/governance'

/** In the order of the contract's enum `Status`. */
export const statuses = ['Unknown', 'Active', 'Stale', 'Halted', 'Fallback'] as const
export type Status = (typeof statuses)[number]

/** What the contract answers at the end of one block. */
export interface Reading {
  blockNumber: bigint
  /** Time of the block, Unix seconds. */
  at: bigint
  status: Status
  /** What a protocol gets now: the value in force if Active, zeros if Unknown, else the fallback that voters chose. */
  values: Parameters
  /** Time of the evidence, Unix seconds; undefined: there was none yet. */
  observedAt: bigint | undefined
}

/** What a status asks of whoever reads the market. */
const advice: Readonly<Record<Status, string>> = {
  Unknown: 'the contract has no such market; never act on its zeros',
  Active: 'the value in force',
  Stale: 'the evidence is too old; the fallback, until the next push',
  Halted: 'the guardian has stopped the market; the fallback, until voters resume it',
  Fallback: 'the fallback, until the next push, or until voters resume the market',
}

/** Lines that say what is new since the reading before; none if nothing is. A growing age alone is nothing new. */
export function describeChange(before: Reading | undefined, now: Reading): string[] {
  const isFirst = before === undefined
  const isOtherStatus = before?.status !== now.status
  const changed = parameterFields.filter((field) => before?.values[field] !== now.values[field])
  if (!isOtherStatus && changed.length === 0) return []

  const status = isOtherStatus && !isFirst ? `${before.status} -> ${now.status}` : now.status
  const head = `${formatTime(now.at)}  block ${now.blockNumber}  ${status}`
  return [
    isOtherStatus ? `${head}: ${advice[now.status]}` : head,
    ...changed.map((field) => {
      const value = formatParameter(field, now.values[field])
      const old = isFirst ? '' : `${formatParameter(field, before.values[field])} -> `
      return `  ${field.replace(/(Pips|Usd|Sec|E3)$/, '').padEnd(16)}${old}${value}`
    }),
  ]
}

/** The time of the day in UTC: `07:23:48`. */
export function formatTime(at: bigint): string {
  return new Date(Number(at) * 1_000).toISOString().slice(11, 19)
}
