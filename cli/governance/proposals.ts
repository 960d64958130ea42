import { toProposalContracts } from '../../client/network/proposalContracts.ts'
import { listProposals } from '../../client/proposals/listProposals.ts'
import { readMarketsBeside } from '../../client/proposals/readProposalFacts.ts'
import { readStatus } from '../../client/readProposals.ts'
import { decodeProposal, formatProposalPage } from '../../governance/index.ts'
import { getColumns } from '../io/terminal.ts'
import { chooseOne } from '../program/chooseOne.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { exitCodes } from '../program/exitCodes.ts'
import { checkBacktest } from './checkBacktest.ts'
import { formatProposals } from './formatProposals.ts'
import { resolveProposal } from './resolveProposal.ts'
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
    proposal: { type: 'positional', required: false, description: 'For show: its id, or latest' },
    backtest: {
      type: 'string',
      valueHint: 'RESULT',
      description: 'For show: the result.json that it names, to compare the two',
    },
    ...governanceArgs,
  },
  async run({ action: given, proposal, backtest, json, ...flags }) {
    const action = chooseOne('action', given, ['list', 'show'])
    if (action === 'list' && proposal !== undefined) {
      throw new UsageError(`unexpected argument ${proposal}; remove it`)
    }
    if (action === 'list' && backtest !== undefined) {
      throw new UsageError('--backtest is of one proposal; give it after show ID')
    }
    const session = await openSession(flags)
    const { client, network } = session
    const { governor } = network.addresses
    const contracts = toProposalContracts(network)
    if (action === 'show') {
      const made = await resolveProposal(session, proposal)
      const { document, backtestHash } = decodeProposal(made, contracts)
      const check =
        backtest &&
        (await checkBacktest(backtest, { document, backtestHash }, () =>
          readMarketsBeside(session, made),
        ))
      const page = await readPage(session, made)
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
      const said = check ? [...check.faults, ...check.warnings] : []
      const compared = check ? ['', check.text, ...said.map((line) => `!! ${line}`)] : []
      await report(json, [formatProposalPage(page, { timeZone }).trimEnd(), ...compared], {
        id: made.id,
        ...page,
        ...(check && { backtestFaults: check.faults, backtestWarnings: check.warnings }),
      })
      return exitCodes.ok
    }
    const proposals = await listProposals(session)
    const rows = await Promise.all(
      proposals.map(async (made) => {
        const { state } = await readStatus(client, governor, made)
        const { title } = decodeProposal(made, contracts)
        return { id: made.id, shortId: made.shortId, state, title, proposer: made.proposer }
      }),
    )
    await report(json, formatProposals(rows, getColumns(process.stdout)), { proposals: rows })
    return exitCodes.ok
  },
})
