import { concat, type Hex, keccak256, numberToHex, slice, stringToHex, zeroHash } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { encodeReport, type Report } from '../../prices/dataStreams/report.ts'
import {
  encodeSignedReport,
  type SignedReport,
  signReport,
} from '../../prices/dataStreams/signedReport.ts'
import type { PriceFault } from './priceFault.ts'
import { TEST_FAULTS, testConfigDigest, testFeedId, testSigners } from './testSigners.ts'

/** A price of the stack's own feed. */
export interface LocalPrice {
  /** Unix seconds. */
  observedAt: number
  /** Rises with each report. */
  sequence: number
  /** 1e18 = $1. */
  priceWad: bigint
}

const VALID_SEC = 86_400
/** Half of the distance between bid and ask, parts of a hundred thousand of the price: 1 bp. */
const HALF_SPREAD = 10n
/** How far reports are off that are sent ahead or late. */
const SKEW_SEC = 3_600
const WRONG_FACTOR = 2n

const stranger = privateKeyToAccount(keccak256(stringToHex('a key that no verifier knows')))
const otherFeedId: Hex = concat(['0x0003', slice(keccak256(stringToHex('another feed')), 2)])

/** A report of the local feed, signed by as many of the test signers as its verifier asks for. */
export async function makeSignedReport(price: LocalPrice, fault?: PriceFault): Promise<Hex> {
  const needed = TEST_FAULTS + 1
  const [one] = testSigners
  if (one === undefined) throw new RangeError('there are no signers')
  const signers =
    fault === 'stranger'
      ? testSigners.slice(0, needed - 1).concat(stranger)
      : fault === 'twice'
        ? Array.from({ length: needed }, () => one)
        : testSigners.slice(0, fault === 'too-few' ? needed - 1 : needed)
  const report = describe(price, fault)
  const signed = await signReport(
    {
      context: [testConfigDigest, numberToHex(price.sequence, { size: 32 }), zeroHash],
      data: encodeReport(report),
    },
    signers,
  )
  return encodeSignedReport(fault === 'tampered' ? tamper(signed, report) : signed)
}

function describe({ observedAt, priceWad }: LocalPrice, fault: PriceFault | undefined): Report {
  const skewSec = fault === 'ahead' ? SKEW_SEC : fault === 'late' ? -SKEW_SEC : 0
  const told = fault === 'stranger' ? priceWad * WRONG_FACTOR : priceWad
  const halfWad = (told * HALF_SPREAD) / 100_000n
  return {
    feedId: fault === 'other-feed' ? otherFeedId : testFeedId,
    validFromAt: observedAt + skewSec,
    observedAt: observedAt + skewSec,
    nativeFeeWei: 0n,
    linkFeeJuels: 0n,
    expiresAt: observedAt + skewSec + VALID_SEC,
    priceWad: told,
    bidWad: told - halfWad,
    askWad: told + halfWad,
  }
}

function tamper(signed: SignedReport, report: Report): SignedReport {
  const { context, signatures } = signed
  return {
    context,
    data: encodeReport({ ...report, priceWad: report.priceWad * WRONG_FACTOR }),
    signatures,
  }
}

/** The message in which Data Streams' WebSocket sends a report. */
export function formatMessage({ observedAt }: LocalPrice, signedReport: Hex): string {
  return JSON.stringify({
    report: {
      feedID: testFeedId,
      fullReport: signedReport,
      validFromTimestamp: observedAt,
      observationsTimestamp: observedAt,
    },
  })
}
