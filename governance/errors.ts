import { BaseError } from '../core/errors.ts'

/** One thing that a proposal says and must not. */
export interface Issue {
  /** Where in the document, for example `changes.0.bounds.max.band`; empty for the document itself. */
  path: string
  /** The value that was found. */
  got: string
  /** The allowed values, and what to do if that is not obvious. */
  allowed: string
  /** Line of the text that it was read from, 1 the first. */
  line?: number
}

/** A proposal is refused. `issues` has everything that is wrong; the message gives each a line. */
export class ProposalError extends BaseError {
  readonly issues: readonly Issue[]

  constructor(issues: readonly Issue[], options: { cause?: unknown } = {}) {
    super('governance/proposal', issues.map(formatIssue), options)
    this.issues = issues
  }
}

/** An issue in a sentence. */
export function formatIssue({ path, got, allowed, line }: Issue): string {
  const where = `${path || 'the document'}${line === undefined ? '' : ` (line ${line})`}`
  return `${where}: got ${got}, allowed is ${allowed}`
}

/** A text is no amount of a unit. `allowed` says how such an amount is written. */
export class AmountError extends BaseError {
  readonly allowed: string

  constructor(text: string, allowed: string) {
    super('governance/amount', `got ${JSON.stringify(text)}, allowed is ${allowed}`)
    this.allowed = allowed
  }
}
