import type { Hex } from 'viem'

const hex = (value: bigint, bytes: number) => value.toString(16).padStart(2 * bytes, '0')

/** Id of an event's fact: block number, log index. */
export function formatFactId({ blockNumber, logIndex }: { blockNumber: bigint; logIndex: number }) {
  return `0x${hex(blockNumber, 8)}${hex(BigInt(logIndex), 4)}`
}

/** Id of a segment's figures: its start, and what they belong to. */
export function formatPeriodId(startAt: bigint, owner: Hex = '0x'): string {
  return `0x${hex(startAt, 8)}${owner.slice(2).toLowerCase()}`
}

/** Id of a number: 32 bytes. */
export function formatNumberId(number: bigint): string {
  return `0x${hex(number, 32)}`
}
