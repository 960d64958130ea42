import { z } from 'zod'

/** How a report came by its figures: signed by reporters, measured by a contract, or both (docs/evidence.md). */
export type EvidenceKind = 'signed' | 'proven' | 'both'

const kinds: Readonly<Record<string, EvidenceKind>> = {
  SIGNED: 'signed',
  PROVEN: 'proven',
  BOTH: 'both',
}

/** The kind that the index names so. */
export function toEvidenceKind(name: string): EvidenceKind {
  const kind = kinds[name]
  if (kind === undefined) throw new Error(`the index has a kind of evidence ${name}`)
  return kind
}

/** The same for an answer that is checked. */
export const evidenceKindType = z.enum(['SIGNED', 'PROVEN', 'BOTH']).transform(toEvidenceKind)
