import { changeKey } from './changeKey.ts'
import { decodeProposal, type UnknownCall } from './decodeProposal.ts'
import {
  type DescriptionBlock,
  flatten,
  nameChange,
  readDescription,
  renderDescription,
  stripProposer,
} from './description.ts'
import type { Change, Document } from './document.ts'
import { formatIssue } from './errors.ts'
import { hashDocument, toPlainChange } from './formatDocument.ts'
import type { Proposal, ProposalContracts } from './proposal.ts'

/** A difference between a proposal's text and its calls, or a part that cannot be compared. */
export interface Finding {
  kind:
    | 'call-unknown'
    | 'call-sends-ether'
    | 'call-hidden'
    | 'call-missing'
    | 'call-order-differs'
    | 'value-differs'
    | 'block-missing'
    | 'block-malformed'
    | 'hash-missing'
    | 'hash-differs'
    | 'prose-differs'
  /** The finding in one sentence. */
  message: string
  /** Which call of the proposal, 0 the first. */
  call?: number
  /** Which field of the change. */
  path?: string
  /** What the text says, and what the calldata does. */
  text?: string
  calldata?: string
}

/** Whether a proposal does what its text says. */
export interface Verification {
  /** Without any finding. */
  isConsistent: boolean
  /** What the calls do first, then what the text says. */
  findings: readonly Finding[]
}

/**
 * Compares what a proposal does with what its description says. A consistent one does everything that the description
 * says, nothing else, and the description is the one that `renderDescription` gives. Never throws.
 */
export function verifyProposal(proposal: Proposal, contracts: ProposalContracts): Verification {
  const { changes } = decodeProposal(proposal, contracts)
  const block = readDescription(proposal.description)
  const findings = changes.flatMap((change) =>
    change.change === 'unknown' ? [toFinding(change)] : [],
  )
  if (block === undefined) {
    findings.push({ kind: 'block-missing', message: 'the description has no ```gimbal block' })
  } else if (block.document === undefined) {
    const message = `the description's block is no document: ${block.error?.issues.map(formatIssue).join('; ')}`
    findings.push({ kind: 'block-malformed', message })
  } else {
    findings.push(...compareCalls(changes, block.document))
    findings.push(...compareText(block.document, block, proposal.description))
  }
  return { isConsistent: findings.length === 0, findings }
}

const unknownReasons = {
  target: 'calls another contract',
  selector: 'calls a function that no draft can name',
  value: 'sends ether',
  malformed: 'has arguments that are malformed or that the contract refuses',
  'remote-chain': "records calls for a chain that the network's file does not name",
  'remote-call': 'records calls for another chain that no draft can name',
} as const

function toFinding({ index, target, valueWei, selector, reason }: UnknownCall): Finding {
  const sent = valueWei === 0n ? '' : `, with ${valueWei} wei`
  const message = `call ${index + 1} ${unknownReasons[reason]}: ${target}, function ${selector}${sent}`
  return { kind: valueWei === 0n ? 'call-unknown' : 'call-sends-ether', message, call: index }
}

function compareCalls(changes: readonly (Change | UnknownCall)[], document: Document): Finding[] {
  const texts = new Map(document.changes.map((change) => [changeKey(change), change]))
  const order: string[] = []
  const findings = changes.flatMap((change, call): Finding[] => {
    if (change.change === 'unknown') return []
    const key = changeKey(change)
    const text = texts.get(key)
    if (text === undefined) {
      const message = `call ${call + 1} is not in the text: ${nameChange(change)}`
      return [{ kind: 'call-hidden', message, call }]
    }
    texts.delete(key)
    order.push(key)
    return compareValues(change, text, call)
  })
  for (const text of texts.values()) {
    const message = `no call does what the text says: ${nameChange(text)}`
    findings.push({ kind: 'call-missing', message })
  }
  const textOrder = document.changes.map(changeKey).filter((key) => order.includes(key))
  if (order.join() !== textOrder.join()) {
    findings.push({
      kind: 'call-order-differs',
      message: 'the calls have another order than the text',
    })
  }
  return findings
}

function compareValues(change: Change, text: Change, call: number): Finding[] {
  const [done, said] = [change, text].map((side) => {
    const { rationale: _, ...values } = toPlainChange(side)
    return new Map(flatten(values))
  }) as [Map<string, string>, Map<string, string>]
  return [...new Set([...done.keys(), ...said.keys()])].flatMap((path): Finding[] => {
    const [calldata = 'nothing', words = 'nothing'] = [done.get(path), said.get(path)]
    if (calldata === words) return []
    const where = `call ${call + 1} (${nameChange(change)}), ${path}`
    const message = `${where}: the text says ${words}, the calldata ${calldata}`
    return [{ kind: 'value-differs', message, call, path, text: words, calldata }]
  })
}

function compareText(
  document: Document,
  { hash, backtestHash }: DescriptionBlock,
  description: string,
): Finding[] {
  const actual = hashDocument(document)
  if (hash === undefined) {
    return [{ kind: 'hash-missing', message: 'the description has no line with the hash' }]
  }
  const findings: Finding[] = []
  if (hash !== actual) {
    const message = `the description says hash ${hash}, its document has ${actual}`
    findings.push({ kind: 'hash-differs', message, text: hash })
  }
  const expected = renderDescription(document, { backtestHash }).replace(actual, hash)
  if (stripProposer(description) !== expected) {
    const message = 'the prose differs from what the document says; read the changes, not the prose'
    findings.push({ kind: 'prose-differs', message })
  }
  return findings
}
