import { formatRow, hasState } from './formatRow.ts'
import {
  checkAddresses,
  checkIds,
  checkLimits,
  type Order,
  type Selection,
  selectRows,
} from './selectRows.ts'
import type { Store, StoredProposal, StoredVote } from './store.ts'

const orderOfProposals: Order<StoredProposal> = {
  fields: ['created', 'start', 'end'],
  ties: 'lower',
}
const orderOfVotes: Order<StoredVote> = { fields: ['created', 'vp'], ties: 'same' }

/** The resolvers of the hub's schema. Sources: snapshot-hub, src/graphql/operations. */
export function createResolvers(store: Store, nowAt: number, isFailing: boolean) {
  const { toSpace, toProposal, toVote } = formatRow(store, nowAt)

  const checkHealth = () => {
    if (isFailing) throw new Error('request failed')
  }
  const selectOne = <Row extends { id: string }>(rows: Iterable<Row>, id: string | null) => {
    checkHealth()
    const [row] = selectRows(
      rows,
      { first: 1, skip: 0, where: { id } },
      { fields: [], ties: 'same' },
    )
    return row
  }
  const select = <Row extends { id: string }>(
    rows: Iterable<Row>,
    selection: Selection,
    order: Order<Row>,
  ) => {
    checkLimits(selection)
    checkHealth()
    return selectRows(rows, selection, order)
  }

  return {
    space: ({ id = null }: { id?: string | null }) => {
      checkHealth()
      return toSpace(id ?? '')
    },
    proposal: ({ id = null }: { id?: string | null }) => {
      const proposal = selectOne(store.proposals.values(), id)
      return proposal && toProposal(proposal)
    },
    vote: ({ id = null }: { id?: string | null }) => {
      const vote = selectOne(store.votes.values(), id)
      return vote && toVote(vote)
    },
    proposals: (selection: Selection) => {
      const { state, ...where } = selection.where ?? {}
      const rows = [...store.proposals.values()].filter((row) => hasState(row, state, nowAt))
      return select(rows, { ...selection, where }, orderOfProposals).map(toProposal)
    },
    votes: (selection: Selection) => {
      checkAddresses(selection, 'voter')
      return select(store.votes.values(), selection, orderOfVotes).map(toVote)
    },
    messages: (selection: Selection) => {
      checkIds(selection)
      return select(store.messages.values(), selection, {
        fields: ['timestamp', 'mci'],
        ties: 'same',
      })
    },
    aliases: (selection: Selection) =>
      select(store.aliases.values(), selection, { fields: ['created'], ties: 'same' }),
  }
}
