import { type Address, getAddress, type Hex } from 'viem'
import { listMarkets } from './changeKey.ts'
import type { Change, Document, RemoteChange } from './document.ts'
import { ProposalError } from './errors.ts'
import { formatDocument, hashDocument, type Plain, toPlainChange } from './formatDocument.ts'
import { formatMarket } from './marketNames.ts'
import { readDocument } from './readDraft.ts'
import { isRemote } from './remote/remoteChange.ts'

/** The block of a description that programs read, with what is around it. */
export interface DescriptionBlock {
  /** The document in the block; undefined if the block is invalid. */
  document?: Document
  /** Why the block is no document. */
  error?: ProposalError
  /** The hash below the block, if there is one. */
  hash?: Hex
  /** Of the backtest's result, in the line below that, if there is one. */
  backtestHash?: Hex
}

/** What a description may say beside its document. */
export interface DescriptionExtras {
  /** keccak256 of the result of a backtest of the document. */
  backtestHash?: Hex | undefined
}

/**
 * The description of a proposal, in Markdown: title, summary, each change in words and figures, then the document itself
 * for programs, and its hash. Only the document decides: the rest follows from it.
 *
 * The hash of a backtest stands below, not in the document: the result names the document's hash, so neither could be
 * made first if the document named the result's.
 */
export function renderDescription(
  document: Document,
  { backtestHash }: DescriptionExtras = {},
): string {
  const { title, summary, changes } = document
  const yaml = formatDocument(document)
  // Longer than any run of backticks within, so that no text closes the block early.
  const runs = [...yaml.matchAll(/`+/g)].map(([run]) => run.length + 1)
  const fence = '`'.repeat(Math.max(3, ...runs))
  return [
    `# ${title}\n`,
    `${quote(summary)}\n`,
    ...changes.map((change, index) => `${renderChange(change, index)}\n`),
    `${fence}gimbal\n${yaml}${fence}\n`,
    `Document: ${hashDocument(document)}`,
    ...(backtestHash === undefined ? [] : [`Backtest: ${backtestHash}`]),
  ].join('\n')
}

/**
 * The description as the Governor takes it for a Snapshot proposal: only `proposer` may propose it. OpenZeppelin's
 * Governor reads the last line.
 */
export function describeForProposer(description: string, proposer: Address): string {
  return `${description}\n#proposer=${getAddress(proposer)}`
}

/** The description without the last line that names who may propose it. */
export function stripProposer(description: string): string {
  return description.replace(/\n#proposer=0x[0-9a-fA-F]{40}$/, '')
}

/** The last block for programs; undefined if there is none. The latest are kept: a page asks for each several times. */
export function readDescription(description: string): DescriptionBlock | undefined {
  if (!kept.has(description)) {
    const [oldest] = kept.keys()
    if (kept.size >= MAX_KEPT && oldest !== undefined) kept.delete(oldest)
    kept.set(description, readLastBlock(description))
  }
  return kept.get(description)
}

const MAX_KEPT = 64
const kept = new Map<string, DescriptionBlock | undefined>()

/** Far above what twenty changes take, and far below what makes reading YAML slow, which grows with the square of these. */
const MAX_BLOCK_LENGTH = 200_000
const MAX_MARKS = 3_000

/**
 * Refuses a block that would keep its reader busy: anyone who may propose writes one, and every visitor reads it.
 *
 * @throws ProposalError
 */
function requireReadable(block: string): void {
  const marks = ['[\\[{]', '["\']', '[:?] |[:?]$', '- '].map((mark) => {
    return block.match(new RegExp(mark, 'gm'))?.length ?? 0
  })
  if (block.length <= MAX_BLOCK_LENGTH && Math.max(...marks) <= MAX_MARKS) return
  const allowed = `at most ${MAX_BLOCK_LENGTH} characters, and ${MAX_MARKS} of each mark of YAML`
  throw new ProposalError([{ path: '', got: 'a block that is too large to be read', allowed }])
}

function readLastBlock(description: string): DescriptionBlock | undefined {
  const opening = [...description.matchAll(/^(`{3,})gimbal\n/gm)].at(-1)
  if (opening === undefined) return undefined
  const [line, fence = ''] = opening
  const rest = description.slice(opening.index + line.length)
  const end = rest.split('\n').indexOf(fence)
  const lines = rest.split('\n')
  const below = lines.slice(end + 1).join('\n')
  const hash = findHash(below, 'Document')
  const backtestHash = findHash(below, 'Backtest')
  const found = { ...(hash && { hash }), ...(backtestHash && { backtestHash }) }
  const block = end < 0 ? rest : lines.slice(0, end).join('\n')
  try {
    requireReadable(block)
    return { document: readDocument(block), ...found }
  } catch (error) {
    if (!(error instanceof ProposalError)) throw error
    return { error, ...found }
  }
}

function findHash(text: string, name: 'Document' | 'Backtest'): Hex | undefined {
  return new RegExp(`^${name}: (0x[0-9a-f]{64})$`, 'm').exec(text)?.[1] as Hex | undefined
}

/** The heading of a change: what it sets, and of which markets. */
export function nameChange(change: Change): string {
  if (isRemote(change)) {
    const there = `${formatMarket(change.market)} on chain ${change.chainId}`
    return change.change === 'remote-resume'
      ? `Resume the market ${there}`
      : `Set the market ${there}`
  }
  const market = listMarkets(change).map(formatMarket).join(', ')
  if (change.change === 'market') return `Add the market ${market}`
  if (change.change === 'resume') return `Resume the market ${market}`
  return `Set the ${change.change} of ${market}`
}

function renderChange(change: Change, index: number): string {
  const { change: _, market: __, markets: ___, rationale: ____, ...parts } = toPlainChange(change)
  const values = flatten(parts).map(([path, value]) => `- ${path}: ${value}`)
  const list = values.length === 0 ? [] : ['', ...values]
  const note = isRemote(change) ? ['', sayRemote(change)] : []
  return [
    `## ${index + 1}. ${nameChange(change)}`,
    '',
    quote(change.rationale),
    ...note,
    ...list,
  ].join('\n')
}

/** When a change on another chain takes effect, and who can still stop it. */
const sayRemote = ({ chainId }: RemoteChange): string =>
  `This takes effect on chain ${chainId}, not here: once this proposal is executed, its messages have arrived there, and that chain's own timelock has passed. Until then the guardian of that chain may cancel it.`

/** A quotation in Markdown: a summary that imitates the headings of changes is seen to be a summary. */
function quote(text: string): string {
  return text === '' ? '' : text.replaceAll(/^(?=.)/gm, '> ').replaceAll(/^$/gm, '>')
}

/** Every value of a group by its path. */
export function flatten(value: Plain, path: readonly string[] = []): [string, string][] {
  if (typeof value !== 'object') return [[path.join('.'), `${value}`]]
  return Object.entries(value).flatMap(([key, inner]) => flatten(inner as Plain, [...path, key]))
}
