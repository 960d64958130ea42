import type { Hex, RpcLog } from 'viem'
import { ChainReadError } from '../errors.ts'

/** A log with the hex of which every comparison goes out: in small letters. */
type LogBody = Pick<RpcLog, 'address' | 'topics' | 'data'>

const BYTES = /^0x(?:[0-9a-fA-F]{2})*$/

/**
 * The same log in small letters. Capitals are the same bytes to a hash and another text to a comparison: a node that writes an
 * event's topic with them would hide the event, and its block's root would still be right.
 *
 * @throws ChainReadError if address, a topic or data is no hex.
 */
export function toCanonicalLog<Log extends LogBody>(log: Log): Log {
  return {
    ...log,
    address: lower(log.address),
    topics: log.topics.map(lower),
    data: lower(log.data),
  }
}

function lower(hex: Hex): Hex {
  if (typeof hex === 'string' && BYTES.test(hex)) return hex.toLowerCase() as Hex
  throw new ChainReadError('the node gives a log that is no hex; try another')
}
