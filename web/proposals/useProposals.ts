import type { PublicClient } from 'viem'
import {
  followProposals,
  type ProposalList,
  type ResolvedProposal,
} from '../../client/proposals/listProposals.ts'
import { readStates, type StatesRead } from '../../client/proposals/readStates.ts'
import { resolveProposal } from '../../client/proposals/resolveProposal.ts'
import type { ProposalState } from '../../governance/index.ts'
import { type Reading, useReading } from '../data/useReading.ts'
import type { Session } from '../network/session.ts'

/** What was read before, so that with each block only what is new is asked for. */
interface Book {
  /** The last reading of the list, begun or done: several pages that ask at once share it. */
  list: Promise<ProposalList | undefined>
  states: StatesRead | undefined
}

const books = new WeakMap<PublicClient, Book>()

function openBook({ client }: Session): Book {
  const book = books.get(client) ?? { list: Promise.resolve(undefined), states: undefined }
  books.set(client, book)
  return book
}

/** Every proposal, in the order in which they were made. */
async function readList(session: Session): Promise<readonly ResolvedProposal[]> {
  const book = openBook(session)
  const before = book.list
  const reading = before.then((list) => followProposals(session, list))
  // What failed is not built upon: the next reading continues from the last that did not.
  book.list = reading.catch(() => before)
  return (await reading).proposals
}

/** Every proposal, in the order in which they were made; grows as blocks come. */
export function useProposals(): Reading<readonly ResolvedProposal[]> {
  return useReading({ key: ['proposals'], isLive: true, read: readList })
}

/** The state of every proposal, by id. */
export function useStates(
  proposals: readonly ResolvedProposal[] | undefined,
): Reading<ReadonlyMap<bigint, ProposalState>> {
  return useReading({
    key: ['proposal-states', proposals?.length],
    isLive: true,
    isEnabled: proposals !== undefined,
    read: async (session) => {
      const book = openBook(session)
      const ids = (proposals ?? []).map(({ id }) => id)
      book.states = await readStates(session, ids, book.states)
      return book.states.states
    },
  })
}

/**
 * The proposal that a text names.
 *
 * @param text - An id or the beginning of one, as `isProposalId` has it.
 */
export function useResolved(text: string, isEnabled: boolean): Reading<ResolvedProposal> {
  return useReading({
    key: ['proposal', text],
    isEnabled,
    read: async (session) => resolveProposal(session, text, await readList(session)),
  })
}
