import {
  type Address,
  decodeFunctionData,
  type Hex,
  isAddressEqual,
  slice,
  toFunctionSelector,
} from 'viem'
import { adminAbi } from '../abi/index.ts'
import { changeKey } from './changeKey.ts'
import { readDescription, stripProposer } from './description.ts'
import type { Change, Document, HomeChange, MarketConfig } from './document.ts'
import { encodeChange } from './encodeProposal.ts'
import { toPlainDocument } from './formatDocument.ts'
import type { Proposal, ProposalContracts } from './proposal.ts'
import { parseDocument } from './readDraft.ts'
import { decodeRemote, type RemoteReason } from './remote/decodeRemote.ts'
import { toBigints } from './toBigints.ts'

/** A call that cannot be decoded as a change: its effect is unknown. */
export interface UnknownCall {
  change: 'unknown'
  /** Which call of the proposal, 0 the first. */
  index: number
  target: Address
  valueWei: bigint
  calldata: Hex
  /** The first four bytes, or as many as there are. */
  selector: Hex
  /**
   * Another contract; another function; ether sent along; or arguments that are not encoded as the compiler would, or
   * that the contract would refuse. Of calls that are recorded for another chain: the network's file does not name the
   * chain; or they are not the single call there that a draft can name.
   */
  reason: 'target' | 'selector' | 'value' | 'malformed' | RemoteReason
}

/** The changes of a proposal, from its calldata. The texts are those of the description, empty without a block. */
export interface DecodedProposal {
  title: string
  summary: string
  changes: (Change | UnknownCall)[]
  /** The document, if every call is a change and the description has the texts for each. */
  document?: Document
  /** The backtest that the description names; undefined: it names none. */
  backtestHash?: Hex
}

/** Stands in for texts while a change is checked: the schema wants some. */
const ANY_TEXT = 'any'

const knownSelectors = new Set(adminAbi.map((item) => toFunctionSelector(item)))

/** Reads a proposal from its calls. Never throws: what cannot be read is an `UnknownCall`. */
export function decodeProposal(
  { targets, values, calldatas, description }: Proposal,
  contracts: ProposalContracts,
): DecodedProposal {
  const block = readDescription(description)
  const text = block?.document
  const decoded = targets.map((target, index) =>
    decodeCall(index, target, values[index] ?? 0n, calldatas[index] ?? '0x', contracts),
  )
  const takesTexts = decoded.map((change, index) => isSameSubject(change, text?.changes[index]))
  const changes = decoded.map((change, index) => {
    const rationale = takesTexts[index] ? text?.changes[index]?.rationale : undefined
    return change.change === 'unknown' ? change : { ...change, rationale: rationale ?? '' }
  })
  const title = text?.title ?? readTitle(description)
  const summary = text?.summary ?? ''
  const isWhole = takesTexts.length === text?.changes.length && takesTexts.every(Boolean)
  const whole = { title, summary, changes: changes as Change[] }
  return {
    title,
    summary,
    changes,
    ...(isWhole && { document: whole }),
    ...(block?.backtestHash && { backtestHash: block.backtestHash }),
  }
}

/** Whether a text belongs to a call: the same kind of change, of the same markets. */
function isSameSubject(change: Change | UnknownCall, text: Change | undefined): boolean {
  if (text === undefined || change.change === 'unknown') return false
  return changeKey(change) === changeKey(text)
}

function readTitle(description: string): string {
  const [first = ''] = stripProposer(description).trim().split('\n')
  return first.replace(/^#+\s*/, '')
}

function decodeCall(
  index: number,
  target: Address,
  valueWei: bigint,
  calldata: Hex,
  { riskParameters, remote }: ProposalContracts,
): Change | UnknownCall {
  const selector = calldata.length < 10 ? calldata : slice(calldata, 0, 4)
  const unknown = (reason: UnknownCall['reason']): UnknownCall => ({
    change: 'unknown',
    index,
    target,
    valueWei,
    calldata,
    selector,
    reason,
  })
  if (remote !== undefined && isAddressEqual(target, remote.governanceSender)) {
    if (valueWei !== 0n) return unknown('value')
    const change = decodeRemote(calldata, remote, ANY_TEXT)
    if (typeof change === 'string') return unknown(change)
    return checkChange(change) ?? unknown('remote-call')
  }
  if (!isAddressEqual(target, riskParameters)) return unknown('target')
  if (!knownSelectors.has(selector.toLowerCase() as Hex)) return unknown('selector')
  if (valueWei !== 0n) return unknown('value')
  return decodeChange(calldata) ?? unknown('malformed')
}

/** The change that a call makes, without its reason; undefined if the call is no change, or one that the contract would refuse. */
function decodeChange(calldata: Hex): Change | undefined {
  try {
    const change = toChange(calldata)
    // Two encodings of the same arguments would be two proposals that read the same.
    return encodeChange(change) === calldata.toLowerCase() ? checkChange(change) : undefined
  } catch {
    return undefined
  }
}

/** The change as a document has it; undefined for one that the contract would refuse. */
function checkChange(change: Change): Change | undefined {
  try {
    const plain = toPlainDocument({ title: ANY_TEXT, summary: '', changes: [change] })
    return parseDocument(plain).changes[0]
  } catch {
    return undefined
  }
}

function toChange(calldata: Hex): HomeChange {
  const { functionName, args } = decodeFunctionData({ abi: adminAbi, data: calldata })
  const [first, second, third] = toBigints(args) as [Hex, never, never]
  const on = { market: first, rationale: ANY_TEXT }
  switch (functionName) {
    case 'setModel':
      return {
        change: 'model',
        rationale: ANY_TEXT,
        markets: first as never,
        model: second,
        coreHash: third,
      }
    case 'setPolicy':
      return { change: 'policy', ...on, policy: second }
    case 'setBounds':
      return { change: 'bounds', ...on, bounds: second }
    case 'setFallback':
      return { change: 'fallback', ...on, fallback: second }
    case 'setReporters':
      return { change: 'reporters', ...on, reporters: second, threshold: third }
    case 'setFreshness':
      return { change: 'freshness', ...on, freshness: second }
    case 'setSource':
      return { change: 'source', ...on, source: second }
    case 'resume':
      return { change: 'resume', ...on }
    case 'addMarket': {
      const { fallbackVector, ...config } = second as MarketConfig
      return { change: 'market', ...on, ...config, fallback: fallbackVector }
    }
  }
}
