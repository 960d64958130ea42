import { readProposal, readProposals, readStatus } from '../../client/readProposals.ts'
import { decodeProposal, formatProposalPage } from '../../governance/index.ts'
import { chooseOne } from '../program/chooseOne.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { exitCodes } from '../program/exitCodes.ts'
import { readProposalId } from './readProposalId.ts'
import { governanceArgs, openSession, report } from './session.ts'
import { readPage } from './showProposal.ts'

/** `gimbal proposals`: what is and was to be decided. */
export const proposalsCommand = defineCommand({
  meta: {
    name: 'proposals',
    description: 'List proposals, or show one as a voter reads it',
    examples: ['gimbal proposals list', 'gimbal proposals show 1a2b'],
  },
  args: {
    action: { type: 'positional', required: false, description: 'list or show' },
    proposal: { type: 'positional', required: false, description: 'For show: its id' },
    ...governanceArgs,
  },
  async run({ action: given, proposal, json, ...flags }) {
    const action = chooseOne('action', given, ['list', 'show'])
    if (action === 'list' && proposal !== undefined) {
      throw new UsageError(`unexpected argument ${proposal}; remove it`)
    }
    const id = action === 'show' ? readProposalId(proposal) : undefined
    const session = await openSession(flags)
    const { client, network } = session
    const { governor, riskParameters } = network.addresses
    if (id !== undefined) {
      const made = await readProposal(client, governor, network.startBlock, id)
      const page = await readPage(session, made)
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
      await report(json, [formatProposalPage(page, { timeZone }).trimEnd()], { id, ...page })
      return exitCodes.ok
    }
    const proposals = await readProposals(client, governor, network.startBlock)
    const rows = await Promise.all(
      proposals.map(async (made) => {
        const { state } = await readStatus(client, governor, made)
        const { title } = decodeProposal(made, { riskParameters })
        return { id: made.id, state, title, proposer: made.proposer }
      }),
    )
    const lines = rows.map(({ id: own, state, title }) => `${state.padEnd(9)}  ${own}  ${title}`)
    await report(json, lines.length === 0 ? ['no proposals yet'] : lines, { proposals: rows })
    return exitCodes.ok
  },
})
