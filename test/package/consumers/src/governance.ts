import {
  type Change,
  completeDraft,
  createJsonSchema,
  type Document,
  decodeProposal,
  encodeProposal,
  formatProposalPage,
  hashDocument,
  type MarketConfig,
  parseMarket,
  readDraft,
} from 'gimbal/governance'
import schema from 'gimbal/governance/draft.schema.json' with { type: 'json' }
import { type Hex, zeroAddress } from 'viem'

export function encode(text: string, inForce: ReadonlyMap<Hex, MarketConfig>) {
  const document: Document = completeDraft(readDraft(text), inForce)
  const { targets, calldatas } = encodeProposal(document, { riskParameters: zeroAddress })
  return { hash: hashDocument(document), targets, calldatas }
}

export const kinds = (changes: readonly Change[]) => changes.map(({ change }) => change)
export const tools = [decodeProposal, formatProposalPage, createJsonSchema]
export const market: Hex | undefined = parseMarket('weth-usd')
export const draftSchema: string = schema.$schema
