import { GraphQLError, graphql, parse, validate } from 'graphql'
import { scoreSnapshot } from '../../snapshot/index.ts'
import { hubSchema } from './hubSchema.ts'
import { checkLimits, type Selection, selectRows } from './selectRows.ts'
import type { Store, StoredProposal, StoredVote } from './store.ts'

/** An answer to a GraphQL query: 400 for a query that does not fit the schema. */
export interface QueryAnswer {
  status: 200 | 400
  answer: object
}

/** Answers a GraphQL query. @param nowAt Unix seconds. */
export async function queryStore(
  store: Store,
  nowAt: number,
  request: { query?: unknown; variables?: unknown },
): Promise<QueryAnswer> {
  const source = String(request.query)
  const errors = findErrors(source)
  if (errors.length > 0) return { status: 400, answer: { errors } }
  const answer = await graphql({
    schema: hubSchema,
    source,
    variableValues: request.variables as Record<string, unknown>,
    rootValue: createResolvers(store, nowAt),
  })
  return { status: 200, answer }
}

function findErrors(source: string): readonly GraphQLError[] {
  try {
    return validate(hubSchema, parse(source))
  } catch (error) {
    return [error instanceof GraphQLError ? error : new GraphQLError(String(error))]
  }
}

function createResolvers(store: Store, nowAt: number) {
  const toSpace = (id: string) => {
    const space = store.spaces[id]
    if (space === undefined) return null
    const { delay, period } = space.voting
    // The hub has no zero of these.
    return {
      ...space,
      id,
      voting: { ...space.voting, delay: delay || null, period: period || null },
    }
  }
  const toProposal = (proposal: StoredProposal) => {
    const space = toSpace(proposal.space)
    const readBalances = () =>
      [...store.votes.values()]
        .filter((vote) => vote.proposal === proposal.id)
        .map(({ choice, vp }) => ({ choice, balance: vp }))
    return {
      ...proposal,
      space,
      network: space?.network,
      symbol: space?.symbol,
      strategies: space?.strategies,
      state: findState(proposal, nowAt),
      votes: () => readBalances().length,
      scores: () => scoreSnapshot(proposal, readBalances()),
      scores_total: () => readBalances().reduce((sum, { balance }) => sum + balance, 0),
    }
  }
  const toVote = (vote: StoredVote) => ({
    ...vote,
    space: () => toSpace(vote.space),
    proposal: () => {
      const proposal = store.proposals.get(vote.proposal)
      return proposal && toProposal(proposal)
    },
  })
  return {
    space: ({ id }: { id: string }) => toSpace(id),
    proposal: ({ id }: { id: string }) => {
      const [proposal] = selectRows(store.proposals.values(), { where: { id } }, ['created'])
      return proposal && toProposal(proposal)
    },
    vote: ({ id }: { id: string }) => {
      const [vote] = selectRows(store.votes.values(), { where: { id } }, ['created'])
      return vote && toVote(vote)
    },
    proposals: (selection: Selection) => {
      checkLimits(selection)
      const rows = [...store.proposals.values()].map((proposal) => ({
        ...proposal,
        state: findState(proposal, nowAt),
      }))
      const selected = selectRows(rows, selection, ['created', 'start', 'end'])
      return selected.map(toProposal)
    },
    votes: (selection: Selection) => {
      checkLimits(selection)
      return selectRows(store.votes.values(), selection, ['created', 'vp']).map(toVote)
    },
    // As the hub does: no error above the limit.
    messages: ({ first = 20, ...rest }: Selection) =>
      selectRows(store.messages.values(), { ...rest, first: Math.min(first, 1_000) }, [
        'timestamp',
      ]),
  }
}

function findState({ start, end }: StoredProposal, nowAt: number) {
  if (nowAt > end) return 'closed'
  return nowAt > start ? 'active' : 'pending'
}
