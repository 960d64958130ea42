import { isUpdateName } from '../../verify/resolveUpdate.ts'
import { openSession } from '../governance/session.ts'
import { networkArgs } from '../network/networkArgs.ts'
import { readNetwork } from '../network/readNetwork.ts'
import { suggest } from '../program/chooseOne.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { verifyProposalOnChain } from './verifyProposalOnChain.ts'

/** `gimbal verify`: recheck what the contract took, without believing anybody. */
export const verifyCommand = defineCommand({
  meta: {
    name: 'verify',
    description:
      'Recompute updates from raw headers and logs: latest, an id, or --all. Exit 4: differs',
    examples: [
      'gimbal verify latest',
      'gimbal verify --all --market weth-usd',
      'gimbal verify proposal 1a2b',
      'gimbal verify proposal 1a2b --backtest result.json',
    ],
  },
  args: {
    update: {
      type: 'positional',
      required: false,
      description:
        "latest, BLOCK or BLOCK-LOG, an id from the index, a transaction's hash, or proposal",
    },
    proposal: {
      type: 'positional',
      required: false,
      description: 'After proposal: its id, or latest',
    },
    backtest: {
      type: 'string',
      valueHint: 'RESULT',
      description: 'After proposal: the result.json that it names',
    },
    all: { type: 'boolean', description: 'Every update' },
    market: { type: 'string', valueHint: 'MARKET', description: 'Only of this market: name or id' },
    ...networkArgs,
    json: { type: 'boolean', description: 'One JSON object' },
  },
  async run({ update, proposal, backtest, all = false, market, json = false, ...network }) {
    if (update === 'proposal' && !all) {
      return verifyProposalOnChain(proposal, await openSession(network), { backtest, json })
    }
    if (backtest !== undefined) {
      throw new UsageError('--backtest is of proposals; give it after verify proposal ID')
    }
    if (proposal !== undefined) throw new UsageError(`unexpected argument ${proposal}; remove it`)
    const which = readWhich(update, all)
    const options = { network: await readNetwork(network), which, json }
    const { verifyUpdates } = await import('./verifyUpdates.ts')
    return verifyUpdates({ ...options, market })
  },
})

function readWhich(update: string | undefined, all: boolean): string {
  if (all && update === undefined) return 'all'
  if (!all && update === 'latest') return 'latest'
  if (!all && update !== undefined && isUpdateName(update)) return update
  const got = `got ${all ? '--all and ' : ''}${update ?? 'no update'}`
  const advice =
    "give latest, proposal with its id, BLOCK or BLOCK-LOG, an id or a transaction's hash in hex, or --all alone"
  throw new UsageError(`${got}; ${suggest(update ?? '', ['latest', 'proposal'], advice)}`)
}
