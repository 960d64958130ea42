import { type Address, type Hex, hexToBigInt, isHex } from 'viem'
import type { PriceCodec } from '../codec.ts'
import { ReportRefusedError } from '../errors.ts'
import { decodeReport } from './report.ts'
import { decodeSignedReport, recoverSigners } from './signedReport.ts'

/** Whose signatures count for which price. */
export interface DataStreamsFeed {
  /** 32 bytes, beginning with 0x0003. */
  feedId: Hex
  /** Of the provider's network, as its contract has them. */
  signers: readonly Address[]
  /** How many of them may be faulty: a report has one signature more than that. */
  faults: number
}

/** Reports of one feed of Chainlink's Data Streams, schema v3, as its WebSocket sends them. */
export function createDataStreamsCodec({ feedId, signers, faults }: DataStreamsFeed): PriceCodec {
  const known = new Set(signers.map((address) => address.toLowerCase()))
  const wanted = feedId.toLowerCase()
  const needed = faults + 1
  return {
    readMessage(text) {
      let message: unknown
      try {
        message = JSON.parse(text)
      } catch (cause) {
        throw new ReportRefusedError('malformed', 'a message that is no JSON', { cause })
      }
      if (typeof message !== 'object' || message === null || !('report' in message))
        return undefined
      const { report } = message
      const full =
        typeof report === 'object' && report !== null && 'fullReport' in report
          ? report.fullReport
          : undefined
      if (!isHex(full))
        throw new ReportRefusedError('malformed', 'a message without report.fullReport')
      return full
    },

    decode(signedReport) {
      const { context, data } = decodeSignedReport(signedReport)
      const report = decodeReport(data)
      if (report.feedId.toLowerCase() !== wanted) {
        throw new ReportRefusedError('other-feed', `of ${report.feedId}; asked for is ${feedId}`)
      }
      if (report.priceWad <= 0n) {
        const detail = `a price of ${report.priceWad}; prices are above 0`
        throw new ReportRefusedError('out-of-range', detail)
      }
      const { observedAt, priceWad, bidWad, askWad, expiresAt } = report
      const sequence = hexToBigInt(context[1])
      return { feedId: report.feedId, observedAt, sequence, priceWad, bidWad, askWad, expiresAt }
    },

    async checkSignatures(signedReport) {
      const signed = decodeSignedReport(signedReport)
      const { length } = signed.signatures
      if (length !== needed) {
        const detail = `${length} signatures; the contract takes exactly ${needed}`
        throw new ReportRefusedError('signatures', detail)
      }
      const found = await recoverSigners(signed)
      const strangers = found.filter((one) => one === undefined || !known.has(one.toLowerCase()))
      if (strangers.length > 0) {
        const detail = `${strangers.length} of ${needed} signatures are of nobody that is configured`
        throw new ReportRefusedError('signatures', detail)
      }
      if (new Set(found).size !== needed) {
        throw new ReportRefusedError('signatures', 'one signer has signed twice')
      }
    },
  }
}
