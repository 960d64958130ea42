import { encodeFunctionData, type Hex } from 'viem'
import { adminAbi } from '../abi/index.ts'
import { type DescriptionExtras, renderDescription } from './description.ts'
import { type Change, type Document, toMarketConfig } from './document.ts'
import { toPlainDocument } from './formatDocument.ts'
import type { Proposal, ProposalContracts } from './proposal.ts'
import { parseDocument } from './readDraft.ts'

/**
 * The calls of a document, one a change, in its order and without ether, and the description that voters read.
 *
 * @throws ProposalError for a document that `readDocument` would refuse.
 */
export function encodeProposal(
  document: Document,
  { riskParameters }: ProposalContracts,
  extras: DescriptionExtras = {},
): Proposal & { targets: Hex[]; values: bigint[]; calldatas: Hex[] } {
  const checked = parseDocument(toPlainDocument(document))
  return {
    targets: checked.changes.map(() => riskParameters),
    values: checked.changes.map(() => 0n),
    calldatas: checked.changes.map(encodeChange),
    description: renderDescription(checked, extras),
  }
}

/** The call of RiskParameters that makes a change. */
export function encodeChange(change: Change): Hex {
  const { functionName, args } = toCall(change)
  // viem would have small integers as numbers; it encodes bigints the same.
  return encodeFunctionData({ abi: adminAbi, functionName, args } as never)
}

function toCall(change: Change): { functionName: string; args: readonly unknown[] } {
  if (change.change === 'model') {
    return { functionName: 'setModel', args: [change.markets, change.model, change.coreHash] }
  }
  const { market } = change
  switch (change.change) {
    case 'policy':
      return { functionName: 'setPolicy', args: [market, change.policy] }
    case 'bounds':
      return { functionName: 'setBounds', args: [market, change.bounds] }
    case 'fallback':
      return { functionName: 'setFallback', args: [market, change.fallback] }
    case 'reporters':
      return { functionName: 'setReporters', args: [market, change.reporters, change.threshold] }
    case 'freshness':
      return { functionName: 'setFreshness', args: [market, change.freshness] }
    case 'source':
      return { functionName: 'setSource', args: [market, change.source] }
    case 'market':
      return { functionName: 'addMarket', args: [market, toMarketConfig(change)] }
    case 'resume':
      return { functionName: 'resume', args: [market] }
  }
}
