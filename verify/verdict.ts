import type { Hex } from 'viem'
import { describeMoves } from '../governance/index.ts'
import type { Step } from './compare.ts'
import type { Update, UpdateEvidenceKind } from './readUpdates.ts'
import { formatUpdateId } from './verifyUpdate.ts'

/** One update and what became of its check. */
export interface Verdict {
  update: Update
  steps: Step[]
}

/** Whether anything was found to be otherwise than the contract says. */
export const hasDifferences = ({ steps }: Pick<Verdict, 'steps'>): boolean =>
  steps.some(({ differences }) => differences.length > 0)

/** Which way the value moved; a report that changed nothing confirmed it. */
export function describeWay({ oldValues, newValues }: Update): string {
  const way = describeMoves(oldValues, newValues)
  return way === 'unchanged' ? 'confirmed' : `updated, ${way}`
}

const kindWords: Readonly<Record<UpdateEvidenceKind, string>> = {
  signed: 'signed',
  proven: 'proven, measured on chain',
  both: 'signed and measured on chain',
}

/** What an update came by, in words. */
export function describeEvidenceKind({ evidenceKind }: Pick<Update, 'evidenceKind'>): string {
  return kindWords[evidenceKind]
}

/** A verdict for programs. */
export interface PlainVerdict {
  id: Hex
  marketId: Hex
  transactionHash: Hex
  /** What the update came by. */
  evidenceKind: UpdateEvidenceKind
  isVerified: boolean
  steps: Pick<Step, 'name' | 'text' | 'differences'>[]
}

/** Verdicts for programs, the JSON of `gimbal verify --json`. */
export function toPlainVerdicts(verdicts: readonly Verdict[]): {
  isVerified: boolean
  updates: PlainVerdict[]
} {
  const updates = verdicts.map(({ update, steps }) => ({
    id: formatUpdateId(update),
    marketId: update.marketId,
    transactionHash: update.transactionHash,
    evidenceKind: update.evidenceKind,
    isVerified: !hasDifferences({ steps }),
    steps: steps.map(({ name, text, differences }) => ({ name, text, differences })),
  }))
  return { isVerified: updates.every(({ isVerified }) => isVerified), updates }
}
