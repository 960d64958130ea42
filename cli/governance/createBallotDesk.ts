// Method:   ballots are examined and sent one after the other, so that each transaction gets the account's next number, and
//           a bounded number of them waits for its turn. What is sent and in no block yet is remembered: the same vote
//           brought again gets the same answer, and costs nothing twice.

import type { Hex, LocalAccount } from 'viem'
import type { z } from 'zod'
import { type Ballot, ballotSchema } from '../../client/ballot.ts'
import { CallRefusedError, InsufficientEtherError } from '../../client/errors.ts'
import { submitCall } from '../../client/sendCall.ts'
import { listFaults } from '../../files/listFaults.ts'
import { sleep } from '../../http/sleep.ts'
import { examineBallot } from './relayBallots.ts'
import type { Session } from './session.ts'

/** Ballots that wait for their turn. */
const MAX_WAITING = 32
/** A vote takes about 100,000; the contract of a voter that checks signatures itself is not paid for without end. */
const MAX_GAS = 1_000_000n
const BUSY_SEC = 10
/** How often, and how many times, a node is asked what became of a transaction: for half an hour. */
const ASK_EVERY_MS = 2_000
const MAX_ASKED = 900

/** What is answered to who brings a ballot, by the status of HTTP. */
interface DeskAnswer {
  status: 200 | 202 | 400 | 422 | 503
  body: { outcome: string; voter?: string; transactionHash?: Hex } | { error: string }
  /** When to ask again, seconds. */
  retryAfterSec?: number
}

export interface BallotDesk {
  /** Takes what somebody brings: JSON of any form. Never throws. */
  take(value: unknown): Promise<DeskAnswer>
  /** Resolves when what was taken is sent, with how many of them are in no block yet. */
  close(): Promise<number>
}

export interface DeskOptions {
  session: Session
  /** Pays. */
  account: LocalAccount
  /** Ballots that weigh less are not brought; 18 decimals. */
  minVotes: bigint
  /** Told what became of each ballot, also later, in its block; and of what failed here. */
  tell: (event: DeskEvent) => void
}

/** What became of a ballot. */
export interface DeskEvent {
  voter: string
  outcome:
    | 'sent'
    | 'voted already'
    | 'refused'
    | 'in its block'
    | 'reverted'
    | 'not seen'
    | 'failed'
  reason?: string
  transactionHash?: Hex
}

/** Takes signed ballots, one at a time, and sends those that the Governor would count. */
export function createBallotDesk(options: DeskOptions): BallotDesk {
  const { tell } = options
  const onTheWay = new Map<string, Hex>()
  const closing = new AbortController()
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()

  const bring = async (ballot: Ballot): Promise<DeskAnswer> => {
    const { voter } = ballot
    const key = `${ballot.proposalId} ${voter.toLowerCase()}`
    const known = onTheWay.get(key)
    if (known !== undefined) return sent(voter, known)
    try {
      const transactionHash = await sendBallot(options, ballot)
      if (typeof transactionHash === 'object') return transactionHash
      onTheWay.set(key, transactionHash)
      tell({ voter, outcome: 'sent', transactionHash })
      follow(options, voter, transactionHash, closing.signal).then(
        () => onTheWay.delete(key),
        () => {}, // The desk closes.
      )
      return sent(voter, transactionHash)
    } catch (error) {
      tell({
        voter,
        outcome: 'failed',
        reason: error instanceof Error ? error.message : `${error}`,
      })
      return { status: 503, body: { error: excuse(error) }, retryAfterSec: BUSY_SEC }
    }
  }

  return {
    async take(value) {
      const { data: ballot, error } = ballotSchema.safeParse(value)
      if (error !== undefined) return { status: 400, body: { error: explainForm(value, error) } }
      if (waiting >= MAX_WAITING) {
        const text = `${MAX_WAITING} ballots wait here already; bring it again later`
        return { status: 503, body: { error: text }, retryAfterSec: BUSY_SEC }
      }
      waiting += 1
      const answer = last
        .then(() => bring(ballot))
        .finally(() => {
          waiting -= 1
        })
      last = answer
      return answer
    },
    async close() {
      await last
      closing.abort()
      return onTheWay.size
    },
  }
}

/** The hash of what was sent, or why nothing was. */
async function sendBallot(
  { session, account, minVotes, tell }: DeskOptions,
  ballot: Ballot,
): Promise<Hex | DeskAnswer> {
  const { voter } = ballot
  const refuse = (reason: string): DeskAnswer => {
    tell({ voter, outcome: 'refused', reason })
    return { status: 422, body: { error: reason } }
  }
  const examined = await examineBallot(session, ballot, minVotes)
  if ('outcome' in examined) {
    const { outcome, isDone, reason = outcome } = examined
    if (!isDone) return refuse(reason)
    tell({ voter, outcome: 'voted already' })
    return { status: 200, body: { outcome, voter } }
  }
  try {
    const { client, network } = session
    return await submitCall(client, network.rpcUrl, account, examined, MAX_GAS)
  } catch (error) {
    if (error instanceof CallRefusedError) return refuse(error.message)
    throw error
  }
}

/** Tells what becomes of a transaction, unless the desk closes before. */
async function follow(
  { session: { client }, tell }: DeskOptions,
  voter: string,
  transactionHash: Hex,
  signal: AbortSignal,
): Promise<void> {
  for (let asked = 0; asked < MAX_ASKED; asked++) {
    await sleep(ASK_EVERY_MS, signal)
    const receipt = await client
      .getTransactionReceipt({ hash: transactionHash })
      .catch(() => undefined)
    if (receipt === undefined) continue
    const outcome = receipt.status === 'success' ? 'in its block' : 'reverted'
    return tell({ voter, outcome, transactionHash })
  }
  tell({ voter, outcome: 'not seen', transactionHash })
}

function sent(voter: string, transactionHash: Hex): DeskAnswer {
  return { status: 202, body: { outcome: 'sent', voter, transactionHash } }
}

/** Of what fails here a stranger learns no more than what to do. */
function excuse(error: unknown): string {
  return error instanceof InsufficientEtherError
    ? 'the relay has too little ether to bring it now; tell its operator, or give the ballot to another relay'
    : 'the relay cannot bring it now; bring it again later, or to another relay'
}

function explainForm(value: unknown, { issues }: z.ZodError): string {
  if (typeof value === 'object' && value !== null && 'sig' in value) {
    return 'it is signed for Snapshot, where its voter may still replace it; post it there, and `gimbal relay --proposal` brings all of them'
  }
  const [fault] = listFaults(ballotSchema, value, issues, () => undefined)
  const what = fault === undefined ? '' : ` (${fault.path}: ${fault.text})`
  return `it is no ballot${what}; give what \`gimbal vote --via signature\` prints`
}
