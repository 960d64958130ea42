// What a market's readers get, and the words for it. Nothing in here asks the network, so that it is easy to test.

import { type Parameters, parameterFields } from 'gimbal/core'
import { diffVectors, formatParameter, nameParameter } from 'gimbal/governance'

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
  if (before === undefined) {
    return [
      `${formatPlace(now)}  ${now.status}: ${advice[now.status]}`,
      ...parameterFields.map((field) =>
        formatRow(nameParameter(field), formatParameter(field, now.values[field])),
      ),
    ]
  }
  const moves = diffVectors(before.values, now.values)
  const isOtherStatus = before.status !== now.status
  if (!isOtherStatus && moves.length === 0) return []
  return [
    isOtherStatus
      ? `${formatPlace(now)}  ${before.status} -> ${now.status}: ${advice[now.status]}`
      : `${formatPlace(now)}  ${now.status}`,
    ...moves.map(({ label, from, to }) => formatRow(label, `${from} -> ${to}`)),
  ]
}

function formatPlace({ at, blockNumber }: Reading): string {
  return `${formatTime(at)}  block ${blockNumber}`
}

function formatRow(label: string, text: string): string {
  return `  ${label.padEnd(16)}${text}`
}

/** The time of the day in UTC: `07:23:48`. */
export function formatTime(at: bigint): string {
  return new Date(Number(at) * 1_000).toISOString().slice(11, 19)
}
