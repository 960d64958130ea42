// The body of a Data Streams report, schema v3 (crypto): nine words, as Chainlink's DataStreams feeds sign them.

import { type AbiParameter, decodeAbiParameters, encodeAbiParameters, type Hex, isHex } from 'viem'
import { ReportRefusedError } from '../errors.ts'

/** Times are unix seconds, prices dollars for one of the asset, 1e18 = $1; fees of a verification in wei and juels. */
export interface Report {
  /** 32 bytes; the first two are the schema's number. */
  feedId: Hex
  validFromAt: number
  observedAt: number
  nativeFeeWei: bigint
  linkFeeJuels: bigint
  expiresAt: number
  priceWad: bigint
  bidWad: bigint
  askWad: bigint
}

/** The first two bytes of the feed ids whose reports have this form. */
const SCHEMA = '0x0003'

const words = [
  { name: 'feedId', type: 'bytes32' },
  { name: 'validFromTimestamp', type: 'uint32' },
  { name: 'observationsTimestamp', type: 'uint32' },
  { name: 'nativeFee', type: 'uint192' },
  { name: 'linkFee', type: 'uint192' },
  { name: 'expiresAt', type: 'uint32' },
  { name: 'price', type: 'int192' },
  { name: 'bid', type: 'int192' },
  { name: 'ask', type: 'int192' },
] as const satisfies readonly AbiParameter[]

/** The bytes that are signed: 288 of them. */
export function encodeReport(report: Report): Hex {
  return encodeAbiParameters(words, [
    report.feedId,
    report.validFromAt,
    report.observedAt,
    report.nativeFeeWei,
    report.linkFeeJuels,
    report.expiresAt,
    report.priceWad,
    report.bidWad,
    report.askWad,
  ])
}

/** @throws ReportRefusedError `malformed`: not exactly nine words of these types, or of another schema. */
export function decodeReport(data: Hex): Report {
  if (!isHex(data) || data.length !== 2 + 64 * words.length) {
    const detail = `a body of ${Math.floor((data.length - 2) / 2)} bytes; it has ${32 * words.length}`
    throw new ReportRefusedError('malformed', detail)
  }
  if (!data.startsWith(SCHEMA)) {
    const detail = `a feed of schema ${data.slice(0, 6)}; known here is ${SCHEMA}`
    throw new ReportRefusedError('malformed', detail)
  }
  let read: ReturnType<typeof decodeWords>
  try {
    read = decodeWords(data)
  } catch (cause) {
    throw new ReportRefusedError('malformed', 'a body whose words do not fit their types', {
      cause,
    })
  }
  const [feedId, validFromAt, observedAt, nativeFeeWei, linkFeeJuels, expiresAt, ...prices] = read
  const [priceWad, bidWad, askWad] = prices
  const fees = { nativeFeeWei, linkFeeJuels }
  return { feedId, validFromAt, observedAt, ...fees, expiresAt, priceWad, bidWad, askWad }
}

function decodeWords(data: Hex) {
  const read = decodeAbiParameters(words, data)
  // Solidity's decoder refuses a word with bits beyond its type; viem's cuts them off.
  if (encodeAbiParameters(words, read) !== data.toLowerCase()) throw new RangeError('dirty bits')
  return read
}
