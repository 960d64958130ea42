import { encodeFunctionData, type Hex } from 'viem'
import { adminAbi } from '../abi/index.ts'
import { type DescriptionExtras, renderDescription } from './description.ts'
import { type Document, type HomeChange, toMarketConfig } from './document.ts'
import { toPlainDocument } from './formatDocument.ts'
import type { Proposal, ProposalContracts } from './proposal.ts'
import { parseDocument } from './readDraft.ts'
import { encodeRemote } from './remote/encodeRemote.ts'
import { isRemote } from './remote/remoteChange.ts'

/**
 * The calls of a document, one a change, in its order and without ether, and the description that voters read.
 *
 * @throws ProposalError for a document that `readDocument` would refuse, and for a chain that no vote reaches.
 */
export function encodeProposal(
  document: Document,
  { riskParameters, remote }: ProposalContracts,
  extras: DescriptionExtras = {},
): Proposal & { targets: Hex[]; values: bigint[]; calldatas: Hex[] } {
  const checked = parseDocument(toPlainDocument(document))
  const calls = checked.changes.map((change, index) =>
    isRemote(change)
      ? encodeRemote(change, remote, index)
      : { target: riskParameters, calldata: encodeChange(change) },
  )
  return {
    targets: calls.map(({ target }) => target),
    values: calls.map(() => 0n),
    calldatas: calls.map(({ calldata }) => calldata),
    description: renderDescription(checked, extras),
  }
}

/** The call of RiskParameters that makes a change. */
export function encodeChange(change: HomeChange): Hex {
  const { functionName, args } = toCall(change)
  // viem would have small integers as numbers; it encodes bigints the same.
  return encodeFunctionData({ abi: adminAbi, functionName, args } as never)
}

function toCall(change: HomeChange): { functionName: string; args: readonly unknown[] } {
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
