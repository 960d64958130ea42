// A report with its signatures, as VerifierProxy.verify takes it, and as reports come from Data Streams.
//
// Source:   Chainlink's llo-feeds/v0.5.0/Verifier.sol: the digest, the order of checks, and that there have to be exactly
//           f + 1 signatures, each by another of the configured signers.

import {
  type Account,
  type Address,
  concat,
  decodeAbiParameters,
  encodeAbiParameters,
  type Hex,
  hexToNumber,
  keccak256,
  numberToHex,
  parseSignature,
  recoverAddress,
  slice,
} from 'viem'
import { ReportRefusedError } from '../errors.ts'

export interface SignedReport {
  /** The configuration's digest; epoch and round (the report's number, rising); extra hash. All three are signed. */
  context: readonly [Hex, Hex, Hex]
  /** See report.ts. */
  data: Hex
  signatures: readonly ReportSignature[]
}

interface ReportSignature {
  r: Hex
  s: Hex
  yParity: number
}

/** The recovery bits are bytes of one word. */
const MOST_SIGNATURES = 32
/** Real ones have about a thousand; 32 signatures make three thousand. */
const MOST_BYTES = 8_192

const form = [
  { type: 'bytes32[3]' },
  { type: 'bytes' },
  { type: 'bytes32[]' },
  { type: 'bytes32[]' },
  { type: 'bytes32' },
] as const

export function encodeSignedReport({ context, data, signatures }: SignedReport): Hex {
  const bits = signatures.map(({ yParity }) => numberToHex(yParity, { size: 1 }))
  const rest = numberToHex(0, { size: 1 })
  const raw = Array.from({ length: MOST_SIGNATURES }, (_, at) => bits[at] ?? rest)
  return encodeAbiParameters(form, [
    [...context],
    data,
    signatures.map(({ r }) => r),
    signatures.map(({ s }) => s),
    concat(raw),
  ])
}

/** @throws ReportRefusedError `malformed` */
export function decodeSignedReport(signedReport: Hex): SignedReport {
  const bytes = (signedReport.length - 2) / 2
  if (bytes > MOST_BYTES) {
    const detail = `a report of ${Math.ceil(bytes)} bytes; at most ${MOST_BYTES} are read`
    throw new ReportRefusedError('malformed', detail)
  }
  try {
    const [context, data, rs, ss, raw] = decodeAbiParameters(form, signedReport)
    if (rs.length !== ss.length || rs.length > MOST_SIGNATURES) {
      throw new RangeError(`${rs.length} and ${ss.length} halves of signatures`)
    }
    const signatures = rs.map((r, at) => {
      const yParity = hexToNumber(slice(raw, at, at + 1))
      return { r, s: ss[at] as Hex, yParity }
    })
    return { context, data, signatures }
  } catch (cause) {
    throw new ReportRefusedError('malformed', 'no bytes of a signed report', { cause })
  }
}

/** What each signer signs. */
function computeReportDigest({ context, data }: Omit<SignedReport, 'signatures'>): Hex {
  return keccak256(concat([keccak256(data), ...context]))
}

/** Signs with each account; the accounts are those of a provider's own network, or keys of a local stack. */
export async function signReport(
  unsigned: Omit<SignedReport, 'signatures'>,
  accounts: readonly Pick<Account & { sign: (p: { hash: Hex }) => Promise<Hex> }, 'sign'>[],
): Promise<SignedReport> {
  const hash = computeReportDigest(unsigned)
  const signed = await Promise.all(accounts.map((account) => account.sign({ hash })))
  const signatures = signed.map((bytes) => {
    const { r, s, yParity } = parseSignature(bytes)
    return { r, s, yParity }
  })
  return { ...unsigned, signatures }
}

/** Who has signed, in the order of the signatures; undefined: a signature of nobody. */
export async function recoverSigners(signed: SignedReport): Promise<(Address | undefined)[]> {
  const hash = computeReportDigest(signed)
  return Promise.all(
    signed.signatures.map(async (signature) => {
      try {
        return await recoverAddress({ hash, signature })
      } catch {
        return undefined
      }
    }),
  )
}
