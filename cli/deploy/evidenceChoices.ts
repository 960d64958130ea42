import type { EvidenceChoices } from '../../deploy/evidence/provenSettings.ts'
import { UsageError } from '../program/errors.ts'

/** The flags of `gimbal deploy --evidence` that choose what a contract measures. */
interface EvidenceFlags {
  kind: 'proven' | 'both'
  lean?: boolean | undefined
  'values-holdings'?: boolean | undefined
  'variance-cap': string
  'fee-ages'?: string | undefined
}

/** @throws UsageError for a count that is none, or choices that do not go together. */
export function readEvidenceChoices(flags: EvidenceFlags): EvidenceChoices {
  const { kind, lean: isLean = false, 'values-holdings': valuesHoldings = false } = flags
  if (kind === 'both' && valuesHoldings) {
    throw new UsageError(
      '--values-holdings does not go with --kind both: signers report what the portfolio tells, with its curvature',
    )
  }
  const ages = readAges(flags['fee-ages'])
  return { isLean, valuesHoldings, varianceCap: readCap(flags['variance-cap']), ...ages }
}

/** @throws UsageError for a flag that is of --evidence only. */
export function requireNoEvidence(
  flags: Omit<EvidenceFlags, 'kind'> & {
    tolerances?: string | undefined
    draft?: string | undefined
    dir?: string | undefined
  },
): void {
  const { lean, tolerances, draft, dir } = flags
  const given = {
    lean,
    'values-holdings': flags['values-holdings'],
    'fee-ages': flags['fee-ages'],
    tolerances,
    draft,
    dir,
  }
  const [name] = Object.entries(given).find(([, value]) => value !== undefined) ?? []
  if (name === undefined) return
  throw new UsageError(`--${name} is of --evidence; give --evidence MARKET, or leave it out`)
}

function readCap(text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text)
  throw new UsageError(`--variance-cap ${text} is no whole number; give one such as 512`)
}

function readAges(text: string | undefined) {
  if (text === undefined) return { minFeeAgeBlocks: undefined, maxFeeAgeBlocks: undefined }
  const [, min, max] = /^(\d{1,4})-(\d{1,4})$/.exec(text) ?? []
  if (min === undefined || max === undefined) {
    throw new UsageError(`--fee-ages ${text} is no range of blocks; give one such as 25-256`)
  }
  return { minFeeAgeBlocks: Number(min), maxFeeAgeBlocks: Number(max) }
}
